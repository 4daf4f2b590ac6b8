package io.kestra.plugin.slack.notifications;

import bodega.World;
import io.kestra.core.models.property.Property;
import io.kestra.core.models.tasks.RunnableTask;
import io.kestra.core.models.tasks.Task;
import io.kestra.core.models.tasks.VoidOutput;
import io.kestra.core.runners.RunContext;
import jakarta.validation.constraints.NotEmpty;
import lombok.Getter;

/** Stands in for the plugin's task: its documented properties; it notes what would be sent. */
@Getter
public class SlackIncomingWebhook extends Task implements RunnableTask<VoidOutput> {
  @NotEmpty private String url;
  private Property<String> payload;
  private Property<String> messageText;
  private Object options;

  @Override
  public VoidOutput run(RunContext context) throws Exception {
    World.run(World.FOLDER, "deliver-step", "slack", context.render(url));
    World.say(context.render(messageText).as(String.class).orElseThrow().strip());
    return null;
  }
}
