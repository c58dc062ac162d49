package io.github.ssebridge.vertx;

/**
 * How many connections a node carries. The newest is turned away, never an older one cut: whoever
 * is cut comes back, and would cut the next.
 *
 * @param total in all
 * @param perPrincipal of one who has logged in; those who have not are bounded by address alone
 * @param perAddress from one address, as the router sees it: behind a proxy that is the proxy's
 *     unless the router is told to trust its headers ({@code Router.allowForward}); {@link
 *     #UNLIMITED} for no such bound
 */
public record ConnectionLimits(int total, int perPrincipal, int perAddress) {

  /** No bound. */
  public static final int UNLIMITED = Integer.MAX_VALUE;

  /** 50,000 connections, about half a gigabyte of heap with those of Vert.x. */
  public static final int DEFAULT_TOTAL = 50_000;

  /** 100 connections, a few devices with many tabs each. */
  public static final int DEFAULT_PER_PRINCIPAL = 100;

  /** Refuses bounds below one. */
  public ConnectionLimits {
    requirePositive("total", total);
    requirePositive("perPrincipal", perPrincipal);
    requirePositive("perAddress", perAddress);
  }

  /** The named defaults, and no bound per address, which proxies and offices share. */
  public static ConnectionLimits defaults() {
    return new ConnectionLimits(DEFAULT_TOTAL, DEFAULT_PER_PRINCIPAL, UNLIMITED);
  }

  /** These limits with another bound in all. */
  public ConnectionLimits withTotal(int newTotal) {
    return new ConnectionLimits(newTotal, perPrincipal, perAddress);
  }

  /** These limits with another bound for each who has logged in. */
  public ConnectionLimits withPerPrincipal(int newPerPrincipal) {
    return new ConnectionLimits(total, newPerPrincipal, perAddress);
  }

  /** These limits with a bound for each address. */
  public ConnectionLimits withPerAddress(int newPerAddress) {
    return new ConnectionLimits(total, perPrincipal, newPerAddress);
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, but is " + value);
    }
  }
}
