package io.datareplicator.volumes;

import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.compare.volumes.SourceVolume;
import io.datareplicator.config.ReplicationConfig;
import io.datareplicator.config.VolumeType;
import io.datareplicator.databricks.catalog.VolumesApi.VolumeInfo;
import io.datareplicator.model.VolumeKind;
import io.datareplicator.model.VolumeName;
import io.datareplicator.plan.UrlMapping;
import io.datareplicator.testkit.Configs;
import io.datareplicator.testkit.Infos;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VolumePlaceTest {
  private static final VolumeName READABLE = new VolumeName("shared", "s", "v");
  private static final VolumeName TARGET = new VolumeName("tgt", "s", "v");
  private static final UrlMapping MAPPING = new UrlMapping(Map.of("s3://src/", "abfss://tgt/"));
  private static final Set<VolumeType> BOTH = Set.of(VolumeType.MANAGED, VolumeType.EXTERNAL);

  private static SourceVolume volume(VolumeKind kind, boolean known, String location) {
    return new SourceVolume(READABLE, kind, known, location, null);
  }

  private static VolumePlace place(
      SourceVolume volume, VolumeInfo there, Set<VolumeType> types, boolean asManaged) {
    ReplicationConfig settings =
        Configs.with(Configs.replication(), "replicateAsManaged", asManaged);
    return VolumePlace.of(volume, TARGET, there, settings, types, MAPPING);
  }

  @Test
  void externalWithoutAMappingNamesWhatIsMissing() {
    SourceVolume volume = volume(VolumeKind.EXTERNAL, true, "gs://other/path");
    assertThat(place(volume, null, BOTH, false).refusal())
        .hasValueSatisfying(r -> assertThat(r).contains("gs://other/path", "cloud_url_mapping"));
    assertThat(place(volume, null, BOTH, true).refusal()).isEmpty();
  }

  @Test
  void kindThatOnlyTheSourceKnows() {
    SourceVolume volume = volume(VolumeKind.MANAGED, false, null);
    assertThat(place(volume, null, BOTH, false).refusal()).isEmpty();
    assertThat(place(volume, null, BOTH, false).warning())
        .hasValueSatisfying(w -> assertThat(w).contains("only the source knows"));
    Set<VolumeType> external = Set.of(VolumeType.EXTERNAL);
    assertThat(place(volume, null, external, false).refusal())
        .hasValueSatisfying(r -> assertThat(r).contains("only the source knows"));
    assertThat(place(volume, null, external, true).refusal()).isEmpty();
  }

  @Test
  void volumeThatIsThereIsUsedWhereverItIs() {
    VolumeInfo there = Infos.volume("tgt", "s", "v", "EXTERNAL", "abfss://elsewhere/v");
    SourceVolume volume = volume(VolumeKind.EXTERNAL, true, "s3://src/v");
    VolumePlace place = place(volume, there, BOTH, false);
    assertThat(place.refusal()).isEmpty();
    assertThat(place.warning())
        .hasValueSatisfying(w -> assertThat(w).contains("abfss://elsewhere/v", "abfss://tgt/v"));
    VolumeInfo right = Infos.volume("tgt", "s", "v", "EXTERNAL", "abfss://tgt/v/");
    assertThat(place(volume, right, BOTH, false).warning()).isEmpty();
  }

  @Test
  void kindThatIsNotKnownYetIsNotMade() {
    SourceVolume volume = volume(VolumeKind.OTHER, true, null);
    assertThat(place(volume, null, BOTH, false).refusal()).isPresent();
  }
}
