package bodega;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kestra.core.models.executions.Execution;
import io.kestra.core.models.flows.State;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeliverTest {
  private static final Map<String, Object> RELEASE = Map.of("environment", "production", "version", "1.2.3");

  @BeforeEach
  void begin() throws Exception {
    World.begin();
  }

  private static void assertEnds(State.Type state, Execution delivery) {
    assertEquals(state, delivery.getState().getCurrent());
  }

  /** What people were told. */
  private static String told() throws Exception {
    return World.said().getLast();
  }

  @Test
  void aReleaseGoesThroughEveryStepInOrder() throws Exception {
    var delivery = Kestra.byHand(RELEASE);
    assertEnds(State.Type.SUCCESS, delivery);
    var revision = World.git("rev-parse", "v1.2.3");
    var image = "registry.example.com/shop/bodega-%s:1.2.3";
    var arguments = " {REVISION=" + revision + ", VERSION=1.2.3}";
    assertEquals(List.of(
        "clone refs/tags/v1.2.3 by bot",
        "make test",
        "docker build --file Dockerfile.api --tag " + image.formatted("api") + arguments,
        "docker build --file Dockerfile.web --tag " + image.formatted("web") + arguments,
        "docker push " + image.formatted("api") + " to registry.example.com",
        "docker push " + image.formatted("web") + " to registry.example.com",
        "clone " + revision + " by bot",
        "deliver tag production 1.2.3",
        "deliver tag production 1.2.3",
        "deliver render production",
        "deliver apply production rendered.yaml",
        "deliver wait production",
        "deliver smoke production https://shop.example.com",
        "deliver keep production",
        "slack http://slack/secret",
        "Bodega 1.2.3 for production: delivered, https://shop.example.com"), World.said());
    assertEquals("image: " + image.formatted("api"), Files.readString(World.FOLDER.resolve("applied")).strip());
  }

  @Test
  void mainSaysWhatProductionHasOnTopOfWhatWasThere() throws Exception {
    var before = World.git("rev-parse", "main");
    Kestra.byHand(RELEASE);
    assertEquals(before, World.git("rev-parse", "main~1"));
    assertEquals("Bodega delivery: Deliver 1.2.3 to production", World.git("log", "-1", "--format=%an: %s", "main"));
    var overlay = World.git("show", "main:manifests/karmada/production/kustomization.yaml");
    assertEquals("image: registry.example.com/shop/bodega-api:1.2.3", overlay);
  }

  @Test
  void noOutputTellsASecret() throws Exception {
    var outputs = Kestra.outputs(Kestra.byHand(RELEASE));
    assertTrue(outputs.contains(World.git("rev-parse", "v1.2.3")), outputs);
    for (var secret : List.of("word-of-", "where Karmada is", "http://slack")) {
      assertFalse(outputs.contains(secret), outputs);
    }
  }

  @Test
  void whatFailsBeforeAnythingWasAppliedChangesNothing() throws Exception {
    var before = World.git("rev-parse", "main");
    World.fails("make test");
    assertEnds(State.Type.FAILED, Kestra.byHand(RELEASE));
    assertEquals(before, World.git("rev-parse", "main"));
    assertEquals("Bodega 1.2.3 for production: FAILED. Nothing was changed.", told());
  }

  @Test
  void aRolloutThatFailsIsTakenBackInTheClustersAndInMain() throws Exception {
    World.fails("deliver wait");
    assertEnds(State.Type.FAILED, Kestra.byHand(RELEASE));
    assertTrue(World.said().contains("deliver back production"));
    assertEquals("", World.git("diff", "main~2", "main"));
    assertEquals("Take back: Deliver 1.2.3 to production", World.git("log", "-1", "--format=%s", "main"));
    assertEquals("Bodega 1.2.3 for production: FAILED. What was there before is back.", told());
  }

  @Test
  void aStepThatComesToNoEndIsStoppedAndTakenBack() throws Exception {
    World.hangs("deliver wait");
    assertEnds(State.Type.FAILED, Kestra.byHand(RELEASE));
    assertTrue(World.said().contains("deliver back production"));
  }

  @Test
  void aRenderingThatFailsIsTakenBackInMainOnly() throws Exception {
    World.fails("deliver render");
    assertEnds(State.Type.FAILED, Kestra.byHand(RELEASE));
    assertFalse(World.said().contains("deliver back production"));
    assertEquals("", World.git("diff", "main~2", "main"));
  }

  @Test
  void goingBackThatFailsIsToldLoudly() throws Exception {
    World.fails("deliver wait", "deliver back", "deliver back", "deliver back");
    assertEnds(State.Type.FAILED, Kestra.byHand(RELEASE));
    assertEquals("Bodega 1.2.3 for production: FAILED, AND SO DID GOING BACK: look at the clusters at once.", told());
  }

  @Test
  void whatTheNetworkLosesIsTriedAgain() throws Exception {
    World.fails("docker push", "deliver apply", "deliver apply");
    // Kestra takes the lost push for a warning.
    assertEnds(State.Type.WARNING, Kestra.byHand(RELEASE));
    assertEquals(3, World.said().stream().filter("deliver apply production rendered.yaml"::equals).count());
    assertTrue(told().contains("delivered"), told());
  }

  @Test
  void whoeverIsNotToldDoesNotStopIt() throws Exception {
    World.fails("slack");
    assertEnds(State.Type.SUCCESS, Kestra.byHand(RELEASE));
  }

  @Test
  void theOutcomeComesByMailForWhoeverWantsThat() throws Exception {
    Kestra.byHand(Map.of("environment", "production", "version", "1.2.3", "notify", "email"));
    assertTrue(World.said().contains("mail to team@example.com: Bodega 1.2.3 for production: SUCCESS"), World.said().toString());
    assertTrue(told().startsWith("delivered, https://shop.example.com"), told());
  }

  @Test
  void aBranchThatIsNotInMainIsNotDelivered() throws Exception {
    var commit = World.git("commit-tree", "-p", "main", "-m", "Mine", "main^{tree}");
    World.git("update-ref", "refs/heads/mine", commit);
    assertEnds(State.Type.FAILED, Kestra.byHand(Map.of("environment", "staging", "version", commit.substring(0, 12))));
    assertFalse(World.said().contains("make test"));
  }
}
