// Asks Rundeck's own classes what the .aclpolicy files allow, and compares that with access.txt.
// Arguments: the folder of the files, access.txt.
import com.dtolabs.rundeck.core.authorization.*;
import com.dtolabs.rundeck.core.authorization.providers.*;
import java.io.File;
import java.nio.file.*;
import java.util.*;
import javax.security.auth.Subject;

public class Check {
    static final List<String> GROUPS = List.of("developers", "approvers", "release-reader", "others");
    static int asked = 0, wrong = 0;

    public static void main(String[] words) throws Exception {
        File[] files = new File(words[0]).listFiles((folder, name) -> name.endsWith(".aclpolicy"));
        List<PolicyCollection> policies = new ArrayList<>();
        for (File file : files) {
            policies.add(read(file));
        }
        for (String line : Files.readAllLines(Path.of(words[1]))) {
            if (!line.startsWith("#")) {
                compare(new Policies(policies), line.split("\\s*\\|\\s*", -1));
            }
        }
        System.out.printf("%d files, %d questions, %d answers differ%n", files.length, asked, wrong);
        System.exit(files.length > 0 && asked > 0 && wrong == 0 ? 0 : 1);
    }

    static PolicyCollection read(File file) throws Exception {
        ValidationSet remarks = new ValidationSet();
        Validation validation = YamlProvider.validate(YamlProvider.sourceFromFile(file, remarks), remarks);
        if (!validation.isValid()) {
            throw new IllegalArgumentException(file + ": " + validation);
        }
        return YamlProvider.policiesFromFile(file);
    }

    static void compare(Policies policies, String[] columns) {
        Map<String, Set<String>> allowed = new HashMap<>();
        for (String one : columns[3].split(";")) {
            String[] parts = one.trim().split(":\\s*");
            if (parts.length == 2) {
                allowed.put(parts[0], Set.of(parts[1].split(" ")));
            }
        }
        for (String group : GROUPS) {
            for (String action : columns[2].split(" ")) {
                boolean expected = allowed.getOrDefault(group, Set.of()).contains(action);
                asked++;
                if (isAllowed(policies, group, columns[0], columns[1], action) != expected) {
                    wrong++;
                    System.out.printf("%s, %s, %s, %s: expected %s%n", group, columns[0], columns[1], action, expected);
                }
            }
        }
    }

    static boolean isAllowed(Policies policies, String group, String where, String what, String action) {
        String[] parts = what.split(" ");
        Map<String, String> properties = new HashMap<>();
        for (String property : Arrays.copyOfRange(parts, 1, parts.length)) {
            properties.put(property.split("=")[0], property.split("=")[1]);
        }
        Set<Attribute> context =
            where.equals("rundeck") ? AuthorizationUtil.RUNDECK_APP_ENV : AuthorizationUtil.projectContext(where);
        RuleEvaluator rules = RuleEvaluator.createRuleEvaluator(policies, subject -> member(group));
        return rules.evaluate(AuthorizationUtil.resource(parts[0], properties), new Subject(), action, context).isAuthorized();
    }

    static AclSubject member(String group) {
        return new AclSubject() {
            public String getUsername() { return "somebody"; }
            public Set<String> getGroups() { return Set.of(group); }
            public String getUrn() { return null; }
        };
    }
}
