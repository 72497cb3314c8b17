package io.datareplicator.model.uc;

/** A registered model, without its versions. */
public record ModelMeta(UcName name, String comment, String owner) {}
