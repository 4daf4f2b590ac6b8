package io.kestra.plugin.docker.cli;

import io.kestra.core.models.tasks.RunnableTask;
import io.kestra.core.models.tasks.VoidOutput;
import io.kestra.core.runners.RunContext;

/** Stands in for the plugin's task: its documented properties; it calls the program docker. */
public class Push extends Docker implements RunnableTask<VoidOutput> {
  @Override
  public VoidOutput run(RunContext context) throws Exception {
    var registry = context.render(getCredentials().getRegistry()).as(String.class).orElseThrow();
    for (var tag : context.render(getTags()).asList(String.class)) {
      docker(context, "push", tag, "to", registry);
    }
    return null;
  }
}
