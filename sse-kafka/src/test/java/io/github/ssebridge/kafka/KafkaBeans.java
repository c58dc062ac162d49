package io.github.ssebridge.kafka;

import java.lang.management.ManagementFactory;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/** Counts the clients of Kafka in this JVM. */
final class KafkaBeans {

  private KafkaBeans() {}

  /** How many consumers there are in this JVM. */
  static int consumers() {
    return beans("kafka.consumer:type=app-info,*");
  }

  /** How many admin clients there are in this JVM. */
  static int admins() {
    return beans("kafka.admin.client:type=app-info,*");
  }

  private static int beans(String pattern) {
    try {
      return ManagementFactory.getPlatformMBeanServer()
          .queryNames(new ObjectName(pattern), null)
          .size();
    } catch (MalformedObjectNameException e) {
      throw new IllegalArgumentException(pattern, e);
    }
  }
}
