package io.datareplicator.plan.uc;

import static io.datareplicator.plan.uc.Metas.volume;
import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.config.UcObjectType;
import io.datareplicator.model.VolumeKind;
import io.datareplicator.model.uc.ModelMeta;
import io.datareplicator.model.uc.UcKind;
import io.datareplicator.model.uc.UcName;
import io.datareplicator.model.uc.VolumeMeta;
import io.datareplicator.plan.uc.Change.CreateVolume;
import io.datareplicator.plan.uc.Change.SetComment;
import io.datareplicator.testkit.Configs;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Volumes and models. */
class VolumePlannerTest {
  private static final UcName NAME = UcName.of(UcKind.VOLUME, "tgt", "s", "v");
  private static final VolumeMeta MANAGED = volume("src.s.v", VolumeKind.MANAGED, "s3://m/1");
  private static final VolumeMeta EXTERNAL = volume("src.s.v", VolumeKind.EXTERNAL, "s3://from/v");

  private static Planning plan(VolumeMeta from, VolumeMeta to, Object... settings) {
    return plan(Set.of(UcObjectType.VOLUME), from, to, settings);
  }

  private static Planning plan(
      Set<UcObjectType> types, VolumeMeta from, VolumeMeta to, Object... settings) {
    Inventory target = new Inventory().add(Metas.catalog("tgt")).add(Metas.schema("tgt", "s"));
    if (to != null) {
      target.add(to);
    }
    return Planning.of(
        new Inventory().add(Metas.catalog("src")).add(Metas.schema("src", "s")).add(from),
        target,
        Metas.config(types, settings),
        Metas.RULES);
  }

  private static VolumeMeta commented(VolumeMeta volume, String comment) {
    return Configs.with(volume, "comment", comment);
  }

  @Test
  void missingVolumesAreMade() {
    UcAction action = plan(commented(MANAGED, "c"), null).action(CreateVolume.class);
    assertThat(action.change()).isEqualTo(new CreateVolume(null, "c"));
    assertThat(action.object()).isEqualTo(NAME);
    assertThat(action.reason()).isEqualTo("missing at the target");
    assertThat(action.needs()).containsExactly(UcName.of(UcKind.SCHEMA, "tgt", "s").key());
    assertThat(plan(EXTERNAL, null).the(CreateVolume.class).location()).isEqualTo("s3://to/v");
    assertThat(plan(EXTERNAL, null, "replicateAsManaged", true).the(CreateVolume.class).location())
        .isNull();
  }

  @Test
  void anExternalVolumeWithoutMappingFails() {
    Planning planning = plan(volume("src.s.v", VolumeKind.EXTERNAL, "s3://else/v"), null);
    assertThat(planning.actions).isEmpty();
    assertThat(planning.findings)
        .containsExactly(
            Finding.failed(
                NAME,
                "volume",
                "no prefix of cloud_url_mapping covers s3://else/v",
                "add one, or set replicate_as_managed: true"));
  }

  @Test
  void unknownKindsAreNotReplicated() {
    Planning planning = plan(volume("src.s.v", VolumeKind.OTHER, null), null);
    assertThat(planning.actions).isEmpty();
    assertThat(planning.findings)
        .containsExactly(
            Finding.notReplicated(
                NAME, "volume", "its type is not known to this version", "create it by hand"));
  }

  @Test
  void equalVolumesAreUnchanged() {
    assertThat(plan(MANAGED, volume("tgt.S.V", VolumeKind.MANAGED, "s3://m/2")).findings)
        .containsExactly(Finding.unchanged(NAME));
    assertThat(plan(EXTERNAL, volume("tgt.s.v", VolumeKind.EXTERNAL, "s3://to/v/")).findings)
        .containsExactly(Finding.unchanged(NAME));
  }

  @Test
  void volumesOfAnotherKindOrPlaceAreToldAndLeft() {
    Planning kind =
        plan(commented(EXTERNAL, "c"), volume("tgt.s.v", VolumeKind.MANAGED, "s3://m/2"));
    assertThat(kind.actions).isEmpty();
    assertThat(kind.findings)
        .containsExactly(
            Finding.notReplicated(
                NAME,
                "volume",
                "it is managed at the target",
                "drop it there to have it made as external"));
    Planning place = plan(EXTERNAL, volume("tgt.s.v", VolumeKind.EXTERNAL, "s3://to/other"));
    assertThat(place.finding(NAME).reason())
        .isEqualTo("it lies at s3://to/other instead of s3://to/v");
    assertThat(place.finding(NAME).advice())
        .isEqualTo("drop it there to have it made at its place");
  }

  @Test
  void commentsAreChangedAsAskedFor() {
    VolumeMeta to = volume("tgt.s.v", VolumeKind.MANAGED, "s3://m/2");
    UcAction action = plan(commented(MANAGED, "c"), to).action(SetComment.class);
    assertThat(action.change()).isEqualTo(new SetComment("c"));
    assertThat(action.reason()).isEqualTo("its comment differs");
    assertThat(plan(MANAGED, commented(to, "old")).the(SetComment.class).comment()).isEmpty();
    assertThat(plan(commented(MANAGED, ""), to).actions).isEmpty();
    assertThat(
            plan(commented(MANAGED, "c"), commented(to, "old"), "overwriteComments", false).actions)
        .isEmpty();
  }

  @Test
  void aMissingVolumeWhoseTagsAreAskedForFails() {
    Planning planning = plan(Set.of(UcObjectType.VOLUME_TAG), MANAGED, null);
    assertThat(planning.findings)
        .containsExactly(
            Finding.failed(
                NAME,
                "volume",
                "it is not on the target, and nothing of this run makes it",
                "add volume to uc_object_types"));
    assertThat(plan(Set.of(UcObjectType.TABLE_TAG), MANAGED, null).findings).isEmpty();
  }

  private static Planning models(Set<UcObjectType> types, ModelMeta from, ModelMeta to) {
    Inventory target = new Inventory().add(Metas.catalog("tgt")).add(Metas.schema("tgt", "s"));
    if (to != null) {
      target.add(to);
    }
    return Planning.of(
        new Inventory().add(Metas.catalog("src")).add(Metas.schema("src", "s")).add(from),
        target,
        Metas.config(types),
        Metas.RULES);
  }

  @Test
  void modelsAreMadeWithoutTheirVersions() {
    UcName name = UcName.of(UcKind.REGISTERED_MODEL, "tgt", "s", "m");
    Set<UcObjectType> types = Set.of(UcObjectType.REGISTERED_MODEL);
    Planning made = models(types, Metas.model("src.s.m", "c"), null);
    assertThat(made.changes(name)).containsExactly(new Change.CreateModel("c"));
    Finding versions = made.finding(name, "model_version");
    assertThat(versions.outcome()).isEqualTo(Finding.Outcome.NOT_REPLICATED);
    assertThat(versions.reason()).startsWith("versions and aliases of models are not replicated");
    assertThat(versions.advice()).contains("copy_model_version");
    assertThat(
            models(types, Metas.model("src.s.m", "c"), Metas.model("tgt.s.m", "d")).changes(name))
        .containsExactly(new SetComment("c"));
    Planning same = models(types, Metas.model("src.s.m", ""), Metas.model("tgt.s.m", null));
    assertThat(same.actions).isEmpty();
    assertThat(same.finding(name)).isEqualTo(Finding.unchanged(name));
    assertThat(models(Set.of(UcObjectType.FUNCTION), Metas.model("src.s.m", "c"), null).findings)
        .isEmpty();
  }
}
