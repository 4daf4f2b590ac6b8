package bodega;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What is outside of Kestra: a repository, the programs that its steps call, and a list of what they were told. */
public final class World {
  /** Where it is: the stand-ins read this, too. */
  public static final Path FOLDER = Path.of(System.getenv("WORLD"));
  static final Path CHECK = Path.of("").toAbsolutePath();

  private World() {}

  /** A new one, in which main has one commit and the release 1.2.3. */
  static void begin() throws Exception {
    if (Files.exists(FOLDER)) {
      try (var all = Files.walk(FOLDER)) {
        all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
      }
    }
    Files.createDirectories(FOLDER);
    run(FOLDER, CHECK.resolve("stand-ins/repository").toString(), CHECK.resolve("../../..").toString());
  }

  /** These steps fail when they come, once for each time they are named: `deliver wait`, for example. */
  static void fails(String... steps) throws IOException {
    Files.write(FOLDER.resolve("fails"), List.of(steps));
  }

  /** This one comes to no end. */
  static void hangs(String step) throws IOException {
    Files.writeString(FOLDER.resolve("hangs"), step);
  }

  /** What was said by git, docker and the like, as far as it is of use here. */
  static List<String> said() throws IOException {
    return Files.readAllLines(FOLDER.resolve("said"));
  }

  static String git(String... words) throws Exception {
    var all = new ArrayList<>(List.of("git", "--git-dir", FOLDER.resolve("shop.git").toString()));
    all.addAll(List.of(words));
    return run(FOLDER, all.toArray(String[]::new)).strip();
  }

  /** Notes what a stand-in was asked for. */
  public static void say(String what) {
    try {
      Files.writeString(FOLDER.resolve("said"), what + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }

  /** Runs a program; what it prints. */
  public static String run(Path folder, String... words) throws Exception {
    var program = new ProcessBuilder(words).directory(folder.toFile()).redirectErrorStream(true).start();
    var printed = new String(program.getInputStream().readAllBytes());
    if (program.waitFor() != 0) {
      throw new IllegalStateException(String.join(" ", words) + ": " + printed);
    }
    return printed;
  }
}
