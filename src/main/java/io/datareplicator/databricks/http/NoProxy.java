package io.datareplicator.databricks.http;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which hosts are reached without a proxy: those of {@code NO_PROXY}, and this machine itself, as
 * no proxy elsewhere could mean the same machine by that name. Names are never looked up.
 */
final class NoProxy {
  private static final Pattern IPV4 =
      Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$)|$)){4}");
  private static final Pattern WITH_PORT =
      Pattern.compile("(\\[[^\\]]*\\]|[^:\\[\\]]*):([0-9]{1,5})");
  private static final Pattern BLOCK = Pattern.compile("([0-9a-f.:]+)/([0-9]{1,3})");

  private final List<Entry> entries = new ArrayList<>();

  /** What an entry says about a host: its name, or its address when it is written as one. */
  private interface Entry {
    boolean matches(String name, byte[] address, int port);
  }

  /**
   * @param list entries divided by commas or white space
   */
  NoProxy(String list) {
    for (String entry : list.toLowerCase(Locale.ROOT).split("[,\\s]+")) {
      if (!entry.isEmpty()) {
        entries.add(entry(entry));
      }
    }
  }

  private static Entry entry(String text) {
    if (text.equals("*")) {
      return (name, address, port) -> true;
    }
    Matcher block = BLOCK.matcher(text);
    if (block.matches()) {
      byte[] network = address(block.group(1));
      int bits = Integer.parseInt(block.group(2));
      return network == null || bits > network.length * 8
          ? (name, address, port) -> false
          : (name, address, port) -> address != null && isWithin(address, network, bits);
    }
    Matcher withPort = WITH_PORT.matcher(text);
    if (withPort.matches()) {
      int wanted = Integer.parseInt(withPort.group(2));
      Entry host = host(withPort.group(1));
      return (name, address, port) -> port == wanted && host.matches(name, address, port);
    }
    return host(text);
  }

  private static Entry host(String text) {
    byte[] wanted = address(text);
    if (wanted != null) {
      return (name, address, port) -> address != null && isWithin(address, wanted, 128);
    }
    String domain = withoutEndDot(text.startsWith("*.") ? text.substring(2) : text);
    String suffix = domain.startsWith(".") ? domain : "." + domain;
    if (suffix.equals(".")) {
      return (name, address, port) -> false;
    }
    return (name, address, port) ->
        address == null && (name.endsWith(suffix) || name.equals(suffix.substring(1)));
  }

  /** Whether {@code target} is reached directly. */
  boolean matches(URI target) {
    String name = withoutEndDot(target.getHost().toLowerCase(Locale.ROOT));
    byte[] address = address(name);
    if (isThisMachine(name, address)) {
      return true;
    }
    int port = port(target);
    return entries.stream().anyMatch(entry -> entry.matches(name, address, port));
  }

  private static boolean isThisMachine(String name, byte[] address) {
    if (address == null) {
      return name.equals("localhost");
    }
    if (address.length == 4) {
      return address[0] == 127;
    }
    byte[] one = new byte[16];
    one[15] = 1;
    return isWithin(address, one, 128);
  }

  private static int port(URI target) {
    if (target.getPort() >= 0) {
      return target.getPort();
    }
    return "http".equalsIgnoreCase(target.getScheme()) ? 80 : 443;
  }

  private static boolean isWithin(byte[] address, byte[] network, int bits) {
    if (address.length != network.length) {
      return false;
    }
    for (int i = 0; i < address.length; i++) {
      int ofThisByte = Math.max(0, Math.min(8, bits - 8 * i));
      int mask = (0xff << (8 - ofThisByte)) & 0xff;
      if (((address[i] ^ network[i]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }

  private static String withoutEndDot(String name) {
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }

  /** The bytes of an address in figures, with or without brackets; null for a name. */
  private static byte[] address(String text) {
    String plain =
        text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
    int zone = plain.indexOf('%');
    plain = zone < 0 ? plain : plain.substring(0, zone);
    boolean six = plain.indexOf(':') >= 0 && plain.matches("[0-9a-f:.]+");
    if (!six && !IPV4.matcher(plain).matches()) {
      return null;
    }
    try {
      return InetAddress.getByName(plain).getAddress();
    } catch (UnknownHostException notAnAddress) {
      return null;
    }
  }
}
