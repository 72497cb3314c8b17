package io.datareplicator.sandbox.metastore;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The folders, files and notebooks of one workspace, durable. Thread-safe; a refusal is a {@link
 * UcException}. Paths may begin with {@code /Workspace}, which means the same as without.
 */
public final class WorkspaceObjects {
  private static final String PREFIX = "/Workspace";
  private static final long FIRST_ID = 4_000_000_000_000_000L;

  private final StateFile file;
  private final List<String> homes;
  private SortedMap<String, Entry> objects;

  /** Kinds of objects, by their names in the API. */
  public enum Kind {
    DIRECTORY,
    FILE,
    NOTEBOOK
  }

  /**
   * An object.
   *
   * @param language PYTHON, SQL, SCALA or R for a notebook, else null
   * @param content Base64; null for a directory
   * @param createdAt epoch milliseconds
   */
  public record Entry(
      long id, Kind kind, String language, String content, long createdAt, long modifiedAt) {
    public byte[] bytes() {
      return Base64.getDecoder().decode(content);
    }
  }

  /** An object and its path, without {@code /Workspace}. */
  public record Located(String path, Entry entry) {}

  WorkspaceObjects(StateFile file, Workspace workspace) {
    this.file = file;
    this.homes = List.of("/Users/" + workspace.user(), "/Users/" + workspace.clientId());
    this.objects = file.exists() ? file.read(Content.class).objects() : new TreeMap<>();
    for (String folder : List.of("/", "/Users", "/Shared", homes.get(0), homes.get(1))) {
      objects.computeIfAbsent(folder, f -> directory());
    }
  }

  private Entry directory() {
    long now = System.currentTimeMillis();
    return new Entry(nextId(), Kind.DIRECTORY, null, null, now, now);
  }

  private long nextId() {
    return objects == null
        ? FIRST_ID
        : objects.values().stream().mapToLong(Entry::id).max().orElse(FIRST_ID) + 1;
  }

  /** Without {@code /Workspace} and slashes at the end. */
  private static String normal(String path) {
    if (!path.startsWith("/")) {
      throw UcException.invalid("Path (" + path + ") doesn't start with '/'");
    }
    String bare =
        path.equals(PREFIX) || path.startsWith(PREFIX + "/")
            ? path.substring(PREFIX.length())
            : path;
    while (bare.endsWith("/")) {
      bare = bare.substring(0, bare.length() - 1);
    }
    for (String segment : bare.split("/", -1)) {
      if (segment.equals(".") || segment.equals("..")) {
        throw UcException.invalid("Path (" + path + ") must not contain '" + segment + "'");
      }
    }
    if (bare.contains("//")) {
      throw UcException.invalid("Path (" + path + ") has an empty segment");
    }
    return bare.isEmpty() ? "/" : bare;
  }

  private static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash == 0 ? "/" : path.substring(0, slash);
  }

  /**
   * @throws UcException RESOURCE_DOES_NOT_EXIST when there is nothing
   */
  public synchronized Entry get(String path) {
    Entry entry = objects.get(normal(path));
    if (entry == null) {
      throw missing("Path (" + path + ") doesn't exist.");
    }
    return entry;
  }

  private static UcException missing(String message) {
    return new UcException(404, "RESOURCE_DOES_NOT_EXIST", message);
  }

  private static UcException exists(String message) {
    return new UcException(400, "RESOURCE_ALREADY_EXISTS", message);
  }

  /** What is in a folder; an object that is none is its own list. */
  public synchronized List<Located> list(String path) {
    Entry entry = get(path);
    String folder = normal(path);
    if (entry.kind() != Kind.DIRECTORY) {
      return List.of(new Located(folder, entry));
    }
    List<Located> found = new ArrayList<>();
    objects.forEach(
        (name, each) -> {
          if (!name.equals("/") && parent(name).equals(folder)) {
            found.add(new Located(name, each));
          }
        });
    return found;
  }

  /** Makes a folder and those above it. */
  public synchronized void makeDirectories(String path) {
    SortedMap<String, Entry> changed = new TreeMap<>(objects);
    for (String at = normal(path); !at.equals("/"); at = parent(at)) {
      Entry there = objects.get(at);
      if (there == null) {
        if (parent(at).equals("/Users")) {
          throw new UcException(
              403, "PERMISSION_DENIED", "There is no user whose home folder is " + at);
        }
        changed.put(at, directory());
      } else if (there.kind() != Kind.DIRECTORY) {
        throw exists("Cannot create directory " + path + ": " + at + " is a " + there.kind());
      }
    }
    store(changed);
  }

  /**
   * Writes a file or notebook.
   *
   * @throws UcException when the folder is missing, or something is there that must not be replaced
   */
  public synchronized void put(
      String path, Kind kind, String language, byte[] content, boolean overwrite) {
    String name = normal(path);
    Entry folder = objects.get(parent(name));
    if (folder == null || folder.kind() != Kind.DIRECTORY) {
      throw missing("The parent folder (" + parent(name) + ") does not exist.");
    }
    Entry there = objects.get(name);
    if (there != null && (!overwrite || there.kind() == Kind.DIRECTORY)) {
      throw exists("Path (" + path + ") already exists.");
    }
    if (there != null && there.kind() != kind) {
      throw UcException.invalid(
          "Requested node type ["
              + kind
              + "] is different from the existing node type ["
              + there.kind()
              + "]");
    }
    long now = System.currentTimeMillis();
    SortedMap<String, Entry> changed = new TreeMap<>(objects);
    changed.put(
        name,
        new Entry(
            there == null ? nextId() : there.id(),
            kind,
            language,
            Base64.getEncoder().encodeToString(content),
            there == null ? now : there.createdAt(),
            now));
    store(changed);
  }

  /** Removes an object, and with {@code recursive} what is in it. */
  public synchronized void delete(String path, boolean recursive) {
    get(path);
    String name = normal(path);
    if (homes.contains(name) || List.of("/", "/Users", "/Shared").contains(name)) {
      throw new UcException(400, "DIRECTORY_PROTECTED", "Folder " + name + " is protected");
    }
    SortedMap<String, Entry> changed = new TreeMap<>(objects);
    changed.keySet().removeIf(p -> p.equals(name) || p.startsWith(name + "/"));
    if (!recursive && objects.size() - changed.size() > 1) {
      throw new UcException(400, "DIRECTORY_NOT_EMPTY", "Folder " + name + " is not empty");
    }
    store(changed);
  }

  private void store(SortedMap<String, Entry> changed) {
    file.write(new Content(changed));
    objects = changed;
  }

  /** Whether text is the source of a notebook, by its first line. */
  public static boolean isNotebookSource(byte[] content) {
    String text = new String(content, StandardCharsets.UTF_8);
    return text.lines().findFirst().orElse("").endsWith(" Databricks notebook source");
  }

  /** The file's content. */
  record Content(SortedMap<String, Entry> objects) {}
}
