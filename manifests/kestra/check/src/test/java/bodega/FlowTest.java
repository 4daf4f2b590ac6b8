package bodega;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.validation.ConstraintViolationException;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlowTest {
  /** A task, wherever it is. */
  private static ObjectNode task(JsonNode flow, String id) {
    var all = flow.findParents("type").stream();
    return (ObjectNode) all.filter(task -> task.get("id").asText().equals(id)).findFirst().orElseThrow();
  }

  private static void assertRefused(JsonNode flow, String why) {
    var refused = assertThrows(ConstraintViolationException.class, () -> Kestra.valid(flow));
    assertTrue(refused.getMessage().contains(why), refused.getMessage());
  }

  @Test
  void kestraTakesTheFlow() throws Exception {
    var flow = Kestra.valid(Kestra.source());
    assertEquals("bodega.deploy", flow.getNamespace() + "." + flow.getId());
  }

  @Test
  void aPropertyThatItsTypeDoesNotHaveIsRefused() throws Exception {
    for (var id : List.of("label", "look", "clone", "build_api", "push", "tell_slack", "tell_email", "release", "notify")) {
      var flow = Kestra.yaml();
      task(flow, id).put("colour", "red");
      assertRefused(flow, "colour");
    }
  }

  @Test
  void aTaskWithoutWhatItNeedsIsRefused() throws Exception {
    for (var needed : List.of("look commands", "clone url", "build_api tags", "push tags", "tell_slack url", "release key")) {
      var flow = Kestra.yaml();
      var words = needed.split(" ");
      task(flow, words[0]).remove(words[1]);
      assertRefused(flow, words[1]);
    }
  }

  @Test
  void everyStepOfOursHasAnEnd() throws Exception {
    var flow = Kestra.yaml();
    for (var part : List.of("tasks", "errors")) {
      var tasks = flow.get(part).findParents("type").stream();
      tasks.filter(task -> !task.get("type").asText().startsWith("io.kestra.plugin.core."))
          .forEach(task -> assertTrue(task.has("timeout"), task.get("id").asText()));
    }
  }

  @Test
  void nothingIsTriedAgainByKestraItself() throws Exception {
    assertTrue(Kestra.yaml().findValues("retry").isEmpty(), "see what the flow says of `again`");
  }

  @Test
  void pushesAndReleasesHaveKeysOfTheirOwn() throws Exception {
    var keys = Kestra.yaml().get("triggers").findValuesAsText("key");
    assertEquals(2, keys.size());
    assertNotEquals(keys.getFirst(), keys.getLast());
  }

  @Test
  void whoMayDoWhatIsSecret() throws Exception {
    var flow = Kestra.yaml();
    for (var property : List.of("key", "username", "password", "kubeconfig", "GIT_USERNAME", "GIT_PASSWORD")) {
      var values = flow.findValuesAsText(property);
      assertFalse(values.isEmpty(), property);
      values.forEach(value -> assertTrue(value.matches("\\{\\{ secret\\('[A-Z_]+'\\) }}"), property));
    }
  }
}
