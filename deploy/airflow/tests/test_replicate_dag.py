"""python3 -m unittest discover -s tests, from deploy/airflow. Airflow itself is replaced by stand-ins."""

import importlib.util
import os
import sys
import types
import unittest
from pathlib import Path
from unittest import mock

DAG_FILE = Path(__file__).resolve().parent.parent / "replicate_dag.py"


class Failed(Exception):
    pass


class FailedForGood(Exception):
    pass


class StandInOperator:
    def __init__(self, **settings):
        self.settings = settings


class StandInDag:
    def __init__(self, **settings):
        self.settings = settings

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return False


class StandInHook:
    exit_code = 0
    calls = []
    stopped = 0

    def run_command(self, command, env):
        StandInHook.calls.append((command, env))
        return types.SimpleNamespace(exit_code=StandInHook.exit_code)

    def send_sigterm(self):
        StandInHook.stopped += 1


def connection(name):
    return types.SimpleNamespace(
        host=f"https://{name}.example.com", login=f"{name}-id", password=f"{name}-secret"
    )


def module(name, **content):
    made = types.ModuleType(name)
    made.__dict__.update(content)
    return made


class ReplicateDagTest(unittest.TestCase):
    def setUp(self):
        StandInHook.calls, StandInHook.exit_code, StandInHook.stopped = [], 0, 0
        stand_ins = {
            "airflow": module("airflow", DAG=StandInDag),
            "airflow.exceptions": module(
                "airflow.exceptions", AirflowException=Failed, AirflowFailException=FailedForGood
            ),
            "airflow.hooks": module("airflow.hooks"),
            "airflow.hooks.base": module(
                "airflow.hooks.base", BaseHook=types.SimpleNamespace(get_connection=connection)
            ),
            "airflow.hooks.subprocess": module("airflow.hooks.subprocess", SubprocessHook=StandInHook),
            "airflow.models": module("airflow.models", BaseOperator=StandInOperator),
        }
        patch = mock.patch.dict(sys.modules, stand_ins)
        patch.start()
        self.addCleanup(patch.stop)
        spec = importlib.util.spec_from_file_location("replicate_dag", DAG_FILE)
        self.dag = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(self.dag)

    def run_with(self, exit_code):
        StandInHook.exit_code = exit_code
        self.dag.DataReplicatorOperator(arguments=["a.yaml"], task_id="t").execute({})

    def test_success(self):
        self.run_with(0)
        command, environment = StandInHook.calls[0]
        self.assertEqual([self.dag.BINARY, "a.yaml"], command)
        self.assertEqual(
            "data_replicator_target-secret", environment["DATA_REPLICATOR_TARGET_CLIENT_SECRET"]
        )
        self.assertEqual(
            "https://data_replicator_source.example.com", environment["DATA_REPLICATOR_SOURCE_HOST"]
        )

    def test_credentials_stay_out_of_the_command_line_and_of_this_process(self):
        self.run_with(0)
        self.assertNotIn("secret", " ".join(StandInHook.calls[0][0]))
        self.assertNotIn("DATA_REPLICATOR_TARGET_CLIENT_SECRET", os.environ)

    def test_only_a_run_that_could_not_be_done_is_retried(self):
        with self.assertRaises(Failed):
            self.run_with(1)
        for code, words in ((2, "configuration"), (3, "some objects"), (143, "143"), (-9, "-9")):
            with self.assertRaisesRegex(FailedForGood, words):
                self.run_with(code)

    def test_a_task_that_is_killed_stops_the_tool(self):
        self.dag.DataReplicatorOperator(arguments=[], task_id="t").on_kill()
        self.assertEqual(1, StandInHook.stopped)


if __name__ == "__main__":
    unittest.main()
