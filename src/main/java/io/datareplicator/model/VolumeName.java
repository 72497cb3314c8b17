package io.datareplicator.model;

/** Three-level name of a volume, kept lower case. */
public record VolumeName(String catalog, String schema, String volume)
    implements Comparable<VolumeName> {
  public VolumeName {
    catalog = SchemaName.lower(catalog);
    schema = SchemaName.lower(schema);
    volume = SchemaName.lower(volume);
  }

  public SchemaName schemaName() {
    return new SchemaName(catalog, schema);
  }

  /** The volume of the same schema and name in another catalog. */
  public VolumeName in(String otherCatalog) {
    return new VolumeName(otherCatalog, schema, volume);
  }

  /** Dotted, unquoted form, as REST paths and messages use it. */
  public String fullName() {
    return catalog + "." + schema + "." + volume;
  }

  /** The directory of its files, not encoded, without a slash at the end. */
  public String path() {
    return "/Volumes/" + catalog + "/" + schema + "/" + volume;
  }

  @Override
  public int compareTo(VolumeName other) {
    return fullName().compareTo(other.fullName());
  }

  @Override
  public String toString() {
    return fullName();
  }
}
