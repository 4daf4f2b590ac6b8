package io.kestra.plugin.git;

import bodega.World;
import io.kestra.core.models.property.Property;
import io.kestra.core.models.tasks.RunnableTask;
import io.kestra.core.models.tasks.Task;
import io.kestra.core.models.tasks.VoidOutput;
import io.kestra.core.runners.RunContext;
import jakarta.validation.constraints.NotNull;
import java.util.Map;
import lombok.Getter;

/** Stands in for the plugin's task: its documented properties; it clones with the program git. */
@Getter
public class Clone extends Task implements RunnableTask<VoidOutput> {
  @NotNull private Property<String> url;
  private Property<String> username;
  private Property<String> password;
  private Property<String> privateKey;
  private Property<String> passphrase;
  private Property<String> trustedCaPemPath;
  private Property<Boolean> noProxy;
  private Property<Integer> connectTimeout;
  private Property<Integer> readTimeout;
  private Property<Map<String, Object>> gitConfig;
  private Property<Boolean> cloneSubmodules;
  private Property<String> directory;
  private Property<String> branch;
  private Property<Integer> depth;
  private Property<String> commit;
  private Property<String> tag;
  private Property<Boolean> cloneAllBranches;
  private Property<Boolean> noTags;

  @Override
  public VoidOutput run(RunContext context) throws Exception {
    var folder = context.workingDir().path();
    var from = context.render(url).as(String.class).orElseThrow();
    var what = context.render(commit).as(String.class).orElse(null);
    what = what != null ? what : context.render(tag).as(String.class).map(name -> "refs/tags/" + name).orElse(null);
    World.run(folder, "deliver-step", "clone", what, "by", context.render(username).as(String.class).orElseThrow());
    // The plugin takes one commit unless a certain one is asked for, as this does.
    if (what == null) {
      World.run(folder, "git", "clone", "--depth", "1", "--branch", context.render(branch).as(String.class).orElseThrow(), from, ".");
    } else {
      World.run(folder, "git", "clone", from, ".");
      World.run(folder, "git", "checkout", "--detach", what);
    }
    return null;
  }
}
