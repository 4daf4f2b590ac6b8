//! The recipes that make one cluster each, and what they say to their tool.
use super::stage::Stage;

/// A recipe, and what it says to its tool.
pub struct Way {
    pub script: &'static str,
    pub nodes: usize,
    pub env: &'static [(&'static str, &'static str)],
    pub name: &'static str,
    pub context: &'static str,
    pub makes: &'static str,
    pub deletes: &'static str,
}

pub const WAYS: [Way; 5] = [
    Way {
        script: "k3d",
        nodes: 3,
        env: &[],
        name: "bodega",
        context: "k3d-bodega",
        makes: "k3d cluster create bodega --config ",
        deletes: "k3d cluster delete bodega",
    },
    Way {
        script: "minikube",
        nodes: 2,
        env: &[],
        name: "bodega",
        context: "bodega",
        makes: "minikube start --profile bodega --nodes 2 ",
        deletes: "minikube delete --profile bodega",
    },
    Way {
        script: "kind",
        nodes: 2,
        env: &[],
        name: "staging",
        context: "kind-staging",
        makes: "kind create cluster --config - --image kindest/node:v1.34",
        deletes: "kind delete cluster --name staging",
    },
    Way {
        script: "gke",
        nodes: 3,
        env: &[("PROJECT", "shop"), ("CONFIRM", "bodega")],
        name: "bodega",
        context: "gke_shop_europe-west1_bodega",
        makes: "gcloud container clusters create bodega ",
        deletes: "gcloud container clusters delete bodega --project shop --region europe-west1",
    },
    Way {
        script: "kops",
        nodes: 3,
        env: &[("PROJECT", "shop"), ("KOPS_STATE_STORE", "gs://shop-kops"), ("CONFIRM", "bodega.k8s.local")],
        name: "bodega.k8s.local",
        context: "bodega.k8s.local",
        makes: "kops create cluster --name bodega.k8s.local --cloud gce --zones europe-west1-b ",
        deletes: "kops delete cluster --name bodega.k8s.local --yes",
    },
];

impl Way {
    pub fn stage(&self) -> Stage {
        self.env.iter().fold(Stage::new(self.nodes), |stage, (variable, value)| stage.with(variable, value))
    }

    pub fn script(&self) -> String {
        format!("manifests/clusters/{}/cluster", self.script)
    }

    pub fn words<'a>(&self, command: &'a str) -> Vec<&'a str> {
        if self.script == "kind" { vec![command, self.name] } else { vec![command] }
    }
}
