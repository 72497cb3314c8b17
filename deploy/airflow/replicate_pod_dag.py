"""Runs the image of data-replicator in a pod, hourly.

Every exit code other than 0 fails the task; its log says which and why. The objects of deploy/kubernetes
are used: the secret, the configuration, the service account and the claim for journals. For decisions by
exit code, see replicate_dag.py.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from kubernetes.client import models as k8s

with DAG(
    dag_id="data_replicator_pod",
    description="Replicates Delta tables to another Databricks workspace, in a pod",
    schedule="17 * * * *",
    start_date=datetime(2026, 1, 1),
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(hours=4),
):
    KubernetesPodOperator(
        task_id="replicate",
        name="data-replicator",
        namespace="data-replicator",
        image="registry.example.com/data-replicator:0.1.0",
        arguments=["/etc/data-replicator/config/replicate.yaml", "--environment", "prod"],
        # The pod that failed stays for a look at it.
        on_finish_action="delete_succeeded_pod",
        # Longer than the 30 s that cancelling the running statements may take.
        termination_grace_period=90,
        retries=0,
        service_account_name="data-replicator",
        automount_service_account_token=False,
        env_vars={"DATA_REPLICATOR_STATE_DIR": "/var/lib/data-replicator"},
        env_from=[
            k8s.V1EnvFromSource(secret_ref=k8s.V1SecretEnvSource(name="data-replicator-credentials"))
        ],
        security_context=k8s.V1PodSecurityContext(
            run_as_non_root=True,
            run_as_user=1001,
            fs_group=1001,
            seccomp_profile=k8s.V1SeccompProfile(type="RuntimeDefault"),
        ),
        container_security_context=k8s.V1SecurityContext(
            allow_privilege_escalation=False,
            read_only_root_filesystem=True,
            capabilities=k8s.V1Capabilities(drop=["ALL"]),
        ),
        volumes=[
            k8s.V1Volume(
                name="config", config_map=k8s.V1ConfigMapVolumeSource(name="data-replicator-config")
            ),
            k8s.V1Volume(
                name="state",
                persistent_volume_claim=k8s.V1PersistentVolumeClaimVolumeSource(
                    claim_name="data-replicator-state"
                ),
            ),
            k8s.V1Volume(name="tmp", empty_dir=k8s.V1EmptyDirVolumeSource()),
        ],
        volume_mounts=[
            k8s.V1VolumeMount(name="config", mount_path="/etc/data-replicator/config", read_only=True),
            k8s.V1VolumeMount(name="state", mount_path="/var/lib/data-replicator"),
            k8s.V1VolumeMount(name="tmp", mount_path="/tmp"),
        ],
    )
