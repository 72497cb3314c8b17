"""Runs data-replicator on an Airflow worker, hourly, and decides by its exit code.

The executable and the configuration are installed on the workers. The connections data_replicator_source
and data_replicator_target hold a service principal each: host, login = client id, password = OAuth secret.
For a pod instead of a worker, see replicate_pod_dag.py.
"""

from __future__ import annotations

import os
from datetime import datetime, timedelta

from airflow import DAG
from airflow.exceptions import AirflowException, AirflowFailException
from airflow.hooks.base import BaseHook
from airflow.models import BaseOperator

try:
    from airflow.providers.standard.hooks.subprocess import SubprocessHook
except ImportError:
    from airflow.hooks.subprocess import SubprocessHook

BINARY = "/opt/data-replicator/data-replicator"
CONFIG = "/opt/data-replicator/config/replicate.yaml"
STATE_DIR = "/var/lib/data-replicator"


def credentials():
    """The variables from which data-replicator takes hosts and credentials."""
    variables = {"DATA_REPLICATOR_STATE_DIR": STATE_DIR}
    for side in ("source", "target"):
        connection = BaseHook.get_connection(f"data_replicator_{side}")
        prefix = f"DATA_REPLICATOR_{side.upper()}_"
        variables[prefix + "HOST"] = connection.host
        variables[prefix + "CLIENT_ID"] = connection.login
        variables[prefix + "CLIENT_SECRET"] = connection.password
    return variables


class DataReplicatorOperator(BaseOperator):
    """Fails with a retry where one may help (exit code 1), without one otherwise."""

    template_fields = ("arguments",)

    def __init__(self, *, arguments, **kwargs):
        super().__init__(**kwargs)
        self.arguments = arguments
        self.hook = SubprocessHook()

    def execute(self, context):
        result = self.hook.run_command(
            command=[BINARY, *self.arguments], env={**os.environ, **credentials()}
        )
        code = result.exit_code
        if code == 0:
            return
        if code == 1:
            raise AirflowException("the run could not be done or recorded")
        if code == 2:
            raise AirflowFailException("wrong configuration or credentials; nothing was done")
        if code == 3:
            # Those that succeeded stay replicated; the next run tries the others again.
            raise AirflowFailException("some objects failed; the audit table names them")
        raise AirflowFailException(f"stopped or ended abnormally, exit code {code}")

    def on_kill(self):
        # SIGTERM cancels the running statements; that takes up to 30 s, and Airflow's
        # killed_task_cleanup_time must be longer (default: 60 s).
        self.hook.send_sigterm()


def alert(context):
    """Replace by what reaches whoever is on call."""
    context["task_instance"].log.error(
        "data-replicator: %s, run %s", context.get("exception"), context["run_id"]
    )


with DAG(
    dag_id="data_replicator",
    description="Replicates Delta tables to another Databricks workspace",
    schedule="17 * * * *",
    start_date=datetime(2026, 1, 1),
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(hours=4),
    default_args={"on_failure_callback": alert},
):
    DataReplicatorOperator(
        task_id="replicate",
        retries=1,
        retry_delay=timedelta(minutes=5),
        arguments=[
            CONFIG,
            "--environment",
            "prod",
            "--run-id",
            "airflow-{{ ti.run_id | replace(':', '-') | replace('+', '-') }}-{{ ti.try_number }}",
        ],
    )
