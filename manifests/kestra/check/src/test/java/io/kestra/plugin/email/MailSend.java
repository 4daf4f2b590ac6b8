package io.kestra.plugin.email;

import bodega.World;
import io.kestra.core.models.property.Property;
import io.kestra.core.models.tasks.RunnableTask;
import io.kestra.core.models.tasks.Task;
import io.kestra.core.models.tasks.VoidOutput;
import io.kestra.core.runners.RunContext;
import java.util.List;
import lombok.Getter;

/** Stands in for the plugin's task: its documented properties; it notes what would be sent. */
@Getter
public class MailSend extends Task implements RunnableTask<VoidOutput> {
  private Property<String> host;
  private Property<Integer> port;
  private Property<String> username;
  private Property<String> password;
  private Property<String> transportStrategy;
  private Property<Integer> sessionTimeout;
  private Property<Boolean> verifyServerIdentity;
  private Property<List<String>> trustedHosts;
  private Property<String> from;
  private Property<String> to;
  private Property<String> cc;
  private Property<String> subject;
  private Property<String> htmlTextContent;
  private Property<String> plainTextContent;
  private Property<Object> attachments;
  private Property<Object> embeddedImages;
  private Property<String> accessToken;

  @Override
  public VoidOutput run(RunContext context) throws Exception {
    context.render(port).as(Integer.class).orElseThrow();
    var address = context.render(to).as(String.class).orElseThrow();
    World.say("mail to %s: %s".formatted(address, context.render(subject).as(String.class).orElseThrow()));
    World.say(context.render(plainTextContent).as(String.class).orElseThrow().strip());
    return null;
  }
}
