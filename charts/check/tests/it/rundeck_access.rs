//! Who may do what in Rundeck: the `.aclpolicy` files against the table of every question. `scripts/rundeck-check` asks Rundeck's own classes
//! the same.
use check::text;
use serde_json::Value;

const FOLDER: &str = "manifests/rundeck";
const GROUPS: [&str; 4] = ["developers", "approvers", "release-reader", "others"];

/// The documents of a file.
pub fn policies(name: &str) -> Vec<Value> {
    serde_saphyr::from_multiple(&text(&format!("{FOLDER}/{name}.aclpolicy"))).expect("it is YAML")
}

fn all() -> Vec<Value> {
    ["developers", "approvers", "reader"].into_iter().flat_map(policies).collect()
}

/// A resource as a line of the table has it: type, and properties as `name=value`.
fn is_meant(rule: &Value, properties: &[(&str, &str)]) -> bool {
    let wanted = rule["equals"].as_object().expect("a rule says which one it means");
    wanted.iter().all(|(name, value)| properties.contains(&(name.as_str(), value.as_str().expect("it is text"))))
}

fn is_allowed(policies: &[Value], group: &str, context: &str, resource: &str, action: &str) -> bool {
    let (kind, properties) = resource.split_once(' ').unwrap_or((resource, ""));
    let properties: Vec<_> = properties.split(' ').filter_map(|one| one.split_once('=')).collect();
    let place = if context == "rundeck" { "application" } else { "project" };
    let own = policies.iter().filter(|policy| policy["by"]["group"] == group && policy["context"][place] == context);
    let mut rules = own.flat_map(|policy| policy["for"][kind].as_array().into_iter().flatten());
    rules.any(|rule| is_meant(rule, &properties) && rule["allow"].as_array().unwrap().iter().any(|one| one == action))
}

#[test]
fn everybody_may_do_what_the_table_says_and_nothing_else() {
    let table = text(&format!("{FOLDER}/check/access.txt"));
    let (policies, mut asked) = (all(), 0);
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let columns: Vec<_> = line.split('|').map(str::trim).collect();
        let [context, resource, actions, allowed] = columns[..] else { panic!("four columns: {line}") };
        for group in GROUPS {
            let own = allowed.split(';').find_map(|one| one.trim().strip_prefix(group)?.strip_prefix(':'));
            for action in actions.split(' ') {
                let expected = own.is_some_and(|own| own.split(' ').any(|one| one == action));
                let found = is_allowed(&policies, group, context, resource, action);
                assert_eq!(found, expected, "{group}: {action} {resource} in {context}");
                asked += usize::from(found);
            }
        }
    }
    let granted = policies.iter().flat_map(|policy| policy["for"].as_object().unwrap().values());
    let granted = granted.flat_map(|rules| rules.as_array().unwrap());
    let granted: usize = granted.map(|rule| rule["allow"].as_array().unwrap().len()).sum();
    assert_eq!(asked, granted, "whatever the files allow is in the table");
}

#[test]
fn developers_ask_and_approvers_approve_and_neither_changes_a_job() {
    let policies = all();
    let job = |group, name: &str, action| {
        is_allowed(&policies, group, "bodega", &format!("job group=release name={name}"), action)
    };
    assert!(job("developers", "request", "run") && job("approvers", "approve", "run"));
    assert!(!job("developers", "approve", "run") && !job("developers", "approve", "view"));
    for group in GROUPS {
        for action in ["update", "delete", "create", "runAs", "scm_update"] {
            assert!(!job(group, "request", action) && !job(group, "approve", action), "{group}: {action}");
        }
    }
}

#[test]
fn the_files_say_only_what_the_test_understands() {
    for policy in all() {
        assert_eq!(policy["context"].as_object().unwrap().len(), 1);
        assert_eq!(policy["by"].as_object().unwrap().keys().collect::<Vec<_>>(), ["group"]);
        for rule in policy["for"].as_object().unwrap().values().flat_map(|rules| rules.as_array().unwrap()) {
            let keys: Vec<_> = rule.as_object().unwrap().keys().collect();
            assert_eq!(keys.len(), 2, "{rule}");
            assert!(rule["equals"].is_object() && rule["allow"].is_array(), "{rule}");
        }
    }
}
