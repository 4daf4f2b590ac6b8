package io.kestra.plugin.scripts.shell;

import io.kestra.core.models.property.Property;
import io.kestra.core.models.tasks.RunnableTask;
import io.kestra.core.models.tasks.runners.TargetOS;
import io.kestra.core.runners.RunContext;
import io.kestra.plugin.scripts.exec.AbstractExecScript;
import io.kestra.plugin.scripts.exec.scripts.models.DockerOptions;
import io.kestra.plugin.scripts.exec.scripts.models.ScriptOutput;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import lombok.Getter;

/** Stands in for the task of the plugin: all but these two properties are of the real class below it. */
@Getter
public class Commands extends AbstractExecScript implements RunnableTask<ScriptOutput> {
  private Property<String> containerImage;
  @NotNull private Property<List<String>> commands;

  @Override
  protected DockerOptions injectDefaults(RunContext context, DockerOptions options) {
    return options;
  }

  @Override
  public ScriptOutput run(RunContext context) throws Exception {
    var os = context.render(targetOS).as(TargetOS.class).orElse(null);
    return commands(context).withInterpreter(interpreter).withBeforeCommands(beforeCommands)
        .withBeforeCommandsWithOptions(true).withCommands(commands).withTargetOS(os).run();
  }
}
