//! `manifests/clusters/`: each recipe makes its own cluster once, looks at it, and takes away nothing but that.
mod files;
mod looks;
mod stage;
mod ways;
use stage::Stage;
use std::{fs, os::unix::fs::symlink};
use ways::WAYS;

#[test]
fn each_makes_its_cluster_once_looks_at_it_and_takes_it_away_once() {
    for way in WAYS {
        let stage = way.stage();
        for _ in 0..2 {
            stage.does(&way.script(), &way.words("create"));
        }
        assert_eq!(stage.calls(way.makes), 1, "{}: {}", way.script, stage.told());
        assert!(stage.calls("helm ") <= 1, "{}", way.script);
        assert!(stage.file("there").join(way.name).exists());

        fs::write(stage.file("classes"), "nginx\n").unwrap();
        stage.does(&way.script(), &way.words("check"));
        let asked = format!("kubectl --context {} --namespace cluster-check-", way.context);
        assert!(stage.calls(&asked) > way.nodes, "{}", stage.told());

        fs::write(stage.file("there").join("another"), "").unwrap();
        for _ in 0..2 {
            stage.does(&way.script(), &way.words("delete"));
        }
        assert_eq!(stage.calls(way.deletes), 1, "{}: {}", way.script, stage.told());
        assert!(!stage.file("there").join(way.name).exists());
        assert!(stage.file("there").join("another").exists(), "{}: what is not its own stays", way.script);
    }
}

#[test]
fn nothing_is_done_without_a_command_and_a_missing_tool_is_named() {
    for way in WAYS {
        let stage = way.stage();
        for words in [&[][..], &["make"], &["--help"]] {
            assert!(stage.refuses(&way.script(), words).contains("cluster create"), "it says how it is used");
        }
        fs::create_dir(stage.file("few")).unwrap();
        for tool in ["bash", "dirname", "sed"] {
            symlink(check::place(tool), stage.file("few").join(tool)).unwrap();
        }
        let (is_well, said) = stage.run_on(stage.file("few").to_str().unwrap(), &way.script(), &way.words("create"));
        assert!(!is_well && said.contains("missing: ") && said.contains("kubectl"), "{}: {said}", way.script);
        assert_eq!(stage.told(), "", "{}", way.script);
    }
}

#[test]
fn a_cloud_is_not_asked_without_a_project_or_a_store() {
    for (script, variable) in [("gke", "PROJECT"), ("kops", "PROJECT"), ("kops", "KOPS_STATE_STORE")] {
        for command in ["create", "check", "delete"] {
            let way = WAYS.into_iter().find(|way| way.script == script).unwrap();
            let stage = way.stage().without(variable);
            let said = stage.refuses(&way.script(), &[command]);
            assert!(said.contains(&format!("{variable} is not set")), "{said}");
            assert_eq!(stage.told(), "");
        }
    }
    let other =
        Stage::new(3).with("KOPS_STATE_STORE", "s3://shop-kops").with("CLOUD", "aws").with("ZONES", "eu-west-1a");
    other.does("manifests/clusters/kops/cluster", &["create"]);
    assert!(other.told().contains("--cloud aws --zones eu-west-1a") && !other.told().contains("--project"));
}

#[test]
fn what_costs_others_their_data_wants_its_name_said_and_a_mark_of_its_own() {
    for (script, name, deletes) in
        [("gke", "bodega", "gcloud container clusters delete"), ("kops", "bodega.k8s.local", "kops delete")]
    {
        let way = WAYS.into_iter().find(|way| way.script == script).unwrap();
        for confirm in ["", "yes", "another"] {
            let stage = way.stage().with("CONFIRM", confirm);
            stage.does(&way.script(), &["create"]);
            assert!(stage.refuses(&way.script(), &["delete"]).contains(&format!("CONFIRM={name}")));
            assert_eq!(stage.calls(deletes), 0);
        }
        let stage = way.stage();
        fs::write(stage.file("there").join(name), "RUNNING\t").unwrap();
        assert!(stage.refuses(&way.script(), &["delete"]).contains("was not made by this script"));
        assert_eq!(stage.calls(deletes), 0);
    }
}

#[test]
fn kind_makes_all_three_and_deletes_only_what_is_named() {
    let script = "manifests/clusters/kind/cluster";
    let stage = Stage::new(3).with("WORKERS", "2");
    stage.does(script, &["create"]);
    stage.does(script, &["create", "staging"]);
    assert_eq!(stage.calls("kind create cluster "), 3);
    for name in ["prod-east", "prod-west", "staging"] {
        let made = fs::read_to_string(stage.file(&format!("{name}.yaml"))).unwrap();
        assert_eq!(made.matches("- role: worker").count(), 2, "{made}");
    }
    fs::write(stage.file("classes"), "nginx\n").unwrap();
    stage.does(script, &["check"]);
    assert!(stage.refuses(script, &["delete"]).contains("delete which"));
    let other = Stage::new(2).with("INGRESS", "traefik");
    assert!(other.refuses(script, &["create"]).contains("INGRESS is nginx or none"), "its chart is set up otherwise");
    assert!(stage.refuses(script, &["delete", "production"]).contains("no such cluster: production"));
    assert_eq!(stage.calls("kind delete "), 0);
    stage.does(script, &["delete", "prod-west"]);
    assert_eq!(stage.calls("kind delete "), 1);
    stage.does(script, &["delete", "all"]);
    assert_eq!(stage.calls("kind delete "), 3);
}

#[test]
fn karmada_gets_a_cluster_of_its_own_and_three_members_once() {
    let script = "manifests/clusters/kind/karmada";
    let stage = Stage::new(2);
    assert!(stage.refuses(script, &["check"]).contains("Karmada is not there"));
    for _ in 0..2 {
        stage.does(script, &["create"]);
    }
    assert_eq!(
        (stage.calls("kind create "), stage.calls("karmadactl init "), stage.calls("karmadactl join ")),
        (4, 1, 3)
    );
    for (member, environment) in [("prod-east", "production"), ("prod-west", "production"), ("staging", "staging")] {
        assert!(stage.told().contains(&format!(" label cluster {member} environment={environment} --overwrite")));
        assert!(stage.told().lines().any(|line| {
            line.starts_with(&format!("karmadactl join {member} "))
                && line.ends_with(&format!(" --cluster-context kind-{member}"))
        }));
        let config = fs::read_to_string(stage.file(&format!("member-{member}.config"))).unwrap();
        assert_eq!(config.trim(), "server: https://172.18.0.9:6443", "by the address of its node");
    }
    stage.does(script, &["check"]);
    stage.does(script, &["delete"]);
    let deleted: Vec<_> = stage.told().lines().filter(|line| line.contains(" delete ")).map(str::to_owned).collect();
    assert_eq!(deleted, ["kind delete cluster --name karmada-host"]);
}

#[test]
fn machines_are_checked_after_a_reboot_and_need_no_more_than_vagrant_to_go() {
    let script = "manifests/clusters/vagrant/cluster";
    let stage = Stage::new(3);
    assert!(stage.refuses(script, &["check"]).contains("there is no cluster"));
    stage.does(script, &["create"]);
    fs::write(stage.file("classes"), "nginx\n").unwrap();
    stage.does(script, &["reboot"]);
    let told = stage.told();
    let place = |words: &str| told.find(words).unwrap_or_else(|| panic!("{words}: {told}"));
    assert!(place("vagrant up") < place("vagrant reload"));
    assert!(place("vagrant reload") < place("kubectl --context kubernetes-admin@bodega --namespace cluster-check-"));
    stage.does(script, &["smoke"]);
    assert!(stage.told().ends_with("ansible-playbook smoke.yaml\n"));
    stage.does(script, &["delete"]);
    assert!(stage.told().ends_with("vagrant destroy --force\n"));
    assert!(stage.refuses(script, &["check"]).contains("there is no cluster"));
}

#[test]
fn make_up_and_down_mean_the_same_cluster() {
    let stage = Stage::new(3);
    stage.does("manifests/clusters/k3d/cluster", &["create"]);
    stage.does("scripts/cluster", &["down"]);
    assert!(stage.told().ends_with("k3d cluster delete bodega\n"), "{}", stage.told());
    stage.does("scripts/cluster", &["down"]);
    assert_eq!(stage.calls("k3d cluster delete"), 1);
}
