package bodega;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kestra.core.http.HttpResponse;
import io.kestra.core.models.flows.State;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TriggerTest {
  private static final Map<String, Object> APPROVED = Map.of("version", "1.2.3", "requester", "ana", "approver", "ben", "request", "4711");

  @BeforeEach
  void begin() throws Exception {
    World.begin();
  }

  private static Map<String, Object> push(String ref, String message) throws Exception {
    return Map.of("ref", ref, "after", World.git("rev-parse", "main"), "head_commit", Map.of("message", message));
  }

  private static Map<String, Object> approved(String key, Object value) {
    var body = new HashMap<>(APPROVED);
    body.put(key, value);
    return body;
  }

  private static void assertAnswers(int code, HttpResponse<?> answer) {
    assertEquals(code, answer.getStatus().getCode());
  }

  @Test
  void aPushToMainIsDeliveredToStaging() throws Exception {
    var commit = World.git("rev-parse", "main").substring(0, 12);
    var delivery = Kestra.ended(Kestra.called("push", "", push("refs/heads/main", "Sweep")));
    assertEquals(State.Type.SUCCESS, delivery.getState().getCurrent());
    assertTrue(World.said().contains("deliver smoke staging https://staging.shop.example.com"));
    assertTrue(World.said().contains("deliver tag staging " + commit));
  }

  @Test
  void theFlowsOwnCommitStartsNothing() throws Exception {
    Kestra.ended(Kestra.called("push", "", push("refs/heads/main", "Sweep")));
    var message = World.git("log", "-1", "--format=%B", "main");
    assertAnswers(204, Kestra.called("push", "", push("refs/heads/main", message)));
  }

  @Test
  void anotherBranchOrTagStartsNothing() throws Exception {
    for (var ref : List.of("refs/heads/mine", "refs/tags/v1.2.3", "refs/heads/main/x")) {
      assertAnswers(204, Kestra.called("push", "", push(ref, "Sweep")));
    }
  }

  @Test
  void aHostThatHasNoHeadCommitIsUnderstoodToo() throws Exception {
    var body = new HashMap<>(push("refs/heads/main", ""));
    body.remove("head_commit");
    body.put("commits", List.of(Map.of("message", "Sweep"), Map.of("message", "Deliver\n\n[skip deliver]")));
    assertAnswers(204, Kestra.called("push", "", body));
  }

  @Test
  void whoeverHoldsTheKeyOfPushesReachesOnlyStaging() throws Exception {
    var body = new HashMap<>(push("refs/heads/main", "Sweep"));
    body.putAll(APPROVED);
    body.put("environment", "production");
    body.put("inputs", Map.of("environment", "production"));
    var delivery = Kestra.ended(Kestra.called("push", "?environment=production&inputs.environment=production", body));
    assertEquals("staging", delivery.getInputs().get("environment"));
    assertTrue(World.said().stream().noneMatch(line -> line.contains("production")), World.said().toString());
  }

  @Test
  void whatWasApprovedIsDeliveredToProduction() throws Exception {
    var delivery = Kestra.ended(Kestra.called("release", "", APPROVED));
    assertEquals(State.Type.SUCCESS, delivery.getState().getCurrent());
    assertTrue(World.said().contains("deliver smoke production https://shop.example.com"));
    assertEquals("ben", delivery.getInputs().get("approver"));
  }

  @Test
  void aCallThatDoesNotNameBothPeopleIsRefused() throws Exception {
    for (var missing : APPROVED.keySet()) {
      var body = new HashMap<>(APPROVED);
      body.remove(missing);
      assertAnswers(422, Kestra.called("release", "", body));
    }
  }

  @Test
  void nobodyApprovesTheirOwnRequest() throws Exception {
    var delivery = Kestra.ended(Kestra.called("release", "", approved("approver", "ana")));
    assertEquals(State.Type.FAILED, delivery.getState().getCurrent());
    assertTrue(World.said().getLast().endsWith("FAILED. Nothing was changed."));
  }

  @Test
  void aVersionOfAnotherFormIsRefused() throws Exception {
    for (var version : List.of("v1.2.3", "1.2", "1.2.3; reboot", "$(reboot)", "main", "0123456789ab0")) {
      assertAnswers(422, Kestra.called("release", "", approved("version", version)));
    }
  }

  @Test
  void productionTakesNoCommit() throws Exception {
    var commit = World.git("rev-parse", "main").substring(0, 12);
    var delivery = Kestra.ended(Kestra.called("release", "", approved("version", commit)));
    assertEquals(State.Type.FAILED, delivery.getState().getCurrent());
    assertTrue(World.said().stream().noneMatch("make test"::equals));
  }

  @Test
  void aReleaseThatHasNoTagFailsBeforeAnythingLongBegins() throws Exception {
    var delivery = Kestra.ended(Kestra.called("release", "", approved("version", "9.9.9")));
    assertEquals(State.Type.FAILED, delivery.getState().getCurrent());
    assertTrue(World.said().stream().noneMatch(line -> line.startsWith("clone")));
  }

  @Test
  void twoDeliveriesWaitForEachOther() throws Exception {
    var first = Kestra.called("push", "", push("refs/heads/main", "Sweep"));
    var second = Kestra.called("release", "", APPROVED);
    Kestra.ended(first);
    Kestra.ended(second);
    var tests = World.said().stream().filter(line -> line.matches("make test|deliver smoke .*")).toList();
    assertEquals(List.of("make test", "deliver smoke staging https://staging.shop.example.com",
        "make test", "deliver smoke production https://shop.example.com"), tests);
  }
}
