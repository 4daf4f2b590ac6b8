package io.kestra.plugin.docker.cli;

import io.kestra.core.models.property.Property;
import io.kestra.core.models.tasks.NamespaceFiles;
import io.kestra.core.models.tasks.RunnableTask;
import io.kestra.core.models.tasks.VoidOutput;
import io.kestra.core.runners.RunContext;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lombok.Getter;

/** Stands in for the plugin's task: its documented properties; it calls the program docker. */
@Getter
public class Build extends Docker implements RunnableTask<VoidOutput> {
  private Property<String> dockerfile;
  private Property<List<String>> platforms;
  private Property<Boolean> push;
  private Property<Boolean> pull;
  private Property<Map<String, String>> buildArgs;
  private Property<Map<String, String>> labels;
  private Property<String> target;
  private NamespaceFiles namespaceFiles;
  private Object inputFiles;

  @Override
  public VoidOutput run(RunContext context) throws Exception {
    var file = context.render(dockerfile).as(String.class).orElseThrow();
    var arguments = context.render(buildArgs).asMap(String.class, String.class);
    for (var tag : context.render(getTags()).asList(String.class)) {
      docker(context, "build", "--file", file, "--tag", tag, new TreeMap<>(arguments).toString());
    }
    return null;
  }
}
