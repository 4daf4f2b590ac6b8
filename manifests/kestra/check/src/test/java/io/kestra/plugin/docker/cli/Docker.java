package io.kestra.plugin.docker.cli;

import bodega.World;
import io.kestra.core.models.property.Property;
import io.kestra.core.models.tasks.Task;
import io.kestra.core.runners.RunContext;
import io.kestra.plugin.scripts.runner.docker.Credentials;
import jakarta.validation.constraints.NotNull;
import java.util.ArrayList;
import java.util.List;
import lombok.Getter;

/** What the stand-ins for the plugin's tasks have in common. */
@Getter
abstract class Docker extends Task {
  private Property<String> host;
  private Object config;
  private Credentials credentials;
  @NotNull private Property<List<String>> tags;

  void docker(RunContext context, String... words) throws Exception {
    var all = new ArrayList<>(List.of("docker"));
    all.addAll(List.of(words));
    World.run(context.workingDir().path(), all.toArray(String[]::new));
  }
}
