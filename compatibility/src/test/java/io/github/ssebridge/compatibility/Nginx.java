package io.github.ssebridge.compatibility;

import io.github.ssebridge.testkit.FreePort;
import io.github.ssebridge.testkit.Programs;
import java.nio.file.Path;
import java.util.List;

/** nginx in front of a server; all but the named directives is as it comes. */
final class Nginx {

  private Nginx() {}

  /**
   * Starts it.
   *
   * @param directives of the location, each with its semicolon
   */
  static ProxyProcess inFrontOf(StreamServer server, Path dir, String directives) {
    int port = FreePort.find();
    String configuration =
        """
        worker_processes 1;
        pid %1$s/nginx.pid;
        error_log stderr;
        worker_shutdown_timeout 200ms;
        events {}
        http {
          access_log off;
          client_body_temp_path %1$s/body;
          proxy_temp_path %1$s/proxy;
          fastcgi_temp_path %1$s/fastcgi;
          uwsgi_temp_path %1$s/uwsgi;
          scgi_temp_path %1$s/scgi;
          server {
            listen 127.0.0.1:%2$d;
            location / {
              proxy_pass http://127.0.0.1:%3$d;
              %4$s
            }
          }
        }
        """
            .formatted(dir, port, server.port(), directives);
    // So that its worker, who is nobody, can write what it buffers.
    dir.toFile().setExecutable(true, false);
    return new ProxyProcess(
        Programs.need("nginx", "nginx"),
        file -> List.of("-c", file.toString(), "-p", dir.toString(), "-g", "daemon off;"),
        dir,
        configuration,
        port);
  }
}
