package bodega;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.kestra.core.http.HttpRequest;
import io.kestra.core.http.HttpResponse;
import io.kestra.core.models.executions.Execution;
import io.kestra.core.models.flows.Flow;
import io.kestra.core.models.flows.FlowWithSource;
import io.kestra.core.models.flows.GenericFlow;
import io.kestra.core.models.validations.ModelValidator;
import io.kestra.core.repositories.FlowRepositoryInterface;
import io.kestra.core.repositories.TaskOutputRepositoryInterface;
import io.kestra.core.runners.FlowInputOutput;
import io.kestra.core.runners.TestRunner;
import io.kestra.core.runners.TestRunnerUtils;
import io.kestra.core.serializers.YamlParser;
import io.kestra.core.services.WebhookService;
import io.kestra.plugin.core.trigger.AbstractWebhookTrigger;
import io.kestra.plugin.core.trigger.WebhookContext;
import io.kestra.plugin.core.trigger.WebhookResponse;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** Kestra itself, started once, without its web pages. */
final class Kestra {
  private static final String TENANT = "main";
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static ApplicationContext context;
  private static FlowWithSource running;

  private Kestra() {}

  private static synchronized <T> T get(Class<T> part) {
    if (context == null) {
      // Its worker takes orders through a port; any that is free will do.
      var port = freePort();
      context = ApplicationContext.run(Map.of("kestra.controller.port", port, "kestra.worker.controllers.dns.default-port", port));
    }
    return context.getBean(part);
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }

  static String source() throws IOException {
    return Files.readString(Path.of("../deploy.yaml"));
  }

  static ObjectNode yaml() throws IOException {
    return (ObjectNode) YAML.readTree(source());
  }

  /** What Kestra takes it for; it throws what is wrong with it. */
  static Flow valid(String source) {
    var validator = get(ModelValidator.class);
    var flow = YamlParser.parse(source, Flow.class, true);
    validator.validate(flow);
    return flow;
  }

  static Flow valid(JsonNode yaml) throws IOException {
    return valid(YAML.writeValueAsString(yaml));
  }

  /** The flow as it is, but for the address of the repository, for containers, and for how long a rollout may take. */
  private static synchronized FlowWithSource running() throws Exception {
    if (running == null) {
      var yaml = yaml();
      ((ObjectNode) yaml.get("variables")).put("repository", "file://" + World.FOLDER.resolve("shop.git"));
      for (var step : yaml.findParents("commands")) {
        ((ObjectNode) step).putObject("taskRunner").put("type", "io.kestra.plugin.core.runner.Process");
        if (step.get("id").asText().equals("wait")) {
          ((ObjectNode) step).put("timeout", "PT20S");
        }
      }
      running = get(FlowRepositoryInterface.class).create(GenericFlow.fromYaml(TENANT, YAML.writeValueAsString(yaml)));
      get(TestRunner.class).run();
    }
    return running;
  }

  /** What Kestra answers when one of the addresses is called; 204 says that there is nothing to do. */
  static HttpResponse<?> called(String trigger, String query, Object body) throws Exception {
    var flow = running();
    var triggers = flow.getTriggers().stream().filter(each -> each.getId().equals(trigger));
    var webhook = (AbstractWebhookTrigger) triggers.findFirst().orElseThrow();
    var address = URI.create("http://localhost/webhook" + query);
    var request = HttpRequest.of(address, "POST", HttpRequest.JsonRequestBody.of(body), Map.of());
    var call = new WebhookContext(request, null, flow, webhook, get(WebhookService.class), null, null);
    return (HttpResponse<?>) webhook.evaluate(call).block(PATIENCE);
  }

  /** What became of the delivery that such a call started. */
  static Execution ended(HttpResponse<?> answer) {
    return ended(((WebhookResponse) answer.getBody()).id());
  }

  /** People are told after all is over: that is waited for, too. */
  private static Execution ended(String id) {
    return get(TestRunnerUtils.class).awaitFlowExecution(
        execution -> execution.getId().equals(id) && execution.getState().isTerminated() && isTold(execution),
        TENANT, "bodega", "deploy", PATIENCE);
  }

  private static boolean isTold(Execution execution) {
    var last = execution.findTaskRunsByTaskId("tell_email");
    return !last.isEmpty() && last.getFirst().getState().isTerminated();
  }

  /** A person starts it. */
  static Execution byHand(Map<String, Object> inputs) throws Exception {
    running();
    var started = get(TestRunnerUtils.class).runOne(TENANT, "bodega", "deploy", null,
        (flow, execution) -> get(FlowInputOutput.class).readExecutionInputs(flow, execution, inputs), PATIENCE);
    return ended(started.getId());
  }

  /** Everything that the steps left for others to see. */
  static String outputs(Execution execution) {
    var outputs = get(TaskOutputRepositoryInterface.class).findByExecution(execution).stream();
    return outputs.map(output -> new String(output.value(), StandardCharsets.UTF_8)).collect(Collectors.joining("\n"));
  }
}
