"""What front ends do with the kernel beside Jupyter's own suite, through Jupyter's own client."""

import os
import signal

import pytest
from jupyter_client.manager import start_new_kernel

TIMEOUT = 60


@pytest.fixture(scope="module")
def kernel():
    manager, client = start_new_kernel(kernel_name="vethbook", startup_timeout=TIMEOUT)
    yield manager, client
    client.stop_channels()
    manager.shutdown_kernel()


def run(client, code, **options):
    """What a cell shows, as (type, content) pairs, and its reply."""
    shown = []
    reply = client.execute_interactive(
        code, timeout=TIMEOUT, output_hook=lambda message: shown.append((message["msg_type"], message["content"])), **options
    )
    return [(kind, content) for kind, content in shown if kind not in ("status", "execute_input")], reply["content"]


def test_prompt_asks_the_front_end(kernel):
    _, client = kernel

    def answer(message):
        assert message["content"] == {"prompt": "Your name?", "password": False}
        client.input("Ada")

    shown, reply = run(client, "`Hello ${prompt('Your name?')}`", allow_stdin=True, stdin_hook=answer)
    assert reply["status"] == "ok"
    assert shown[0][1]["data"]["text/plain"] == "'Hello Ada'"


def test_prompt_fails_where_nobody_can_answer(kernel):
    _, client = kernel
    _, reply = run(client, "prompt('Your name?')", allow_stdin=False)
    assert reply["status"] == "error"
    assert "takes no input" in reply["evalue"]


def test_stop_ends_a_prompt(kernel):
    manager, client = kernel
    shown, reply = run(client, "prompt('Your name?')", allow_stdin=True, stdin_hook=lambda _: manager.interrupt_kernel())
    assert reply["status"] == "error"
    assert reply["ename"] == "Interrupted"
    assert run(client, "1 + 1")[1]["status"] == "ok"


def test_stop_by_message(kernel):
    manager, client = kernel
    _, reply = run(client, "let kept = 42")
    shown = []

    def stop(message):
        if message["msg_type"] == "stream":
            manager.interrupt_kernel()
        shown.append(message["msg_type"])

    reply = client.execute_interactive("console.log('begun'); while (true) {}", timeout=TIMEOUT, output_hook=stop)
    assert reply["content"]["ename"] == "Interrupted"
    assert run(client, "kept")[0][0][1]["data"]["text/plain"] == "42"


def test_stop_by_signal(kernel):
    manager, client = kernel

    def stop(message):
        if message["msg_type"] == "stream":
            os.kill(manager.provisioner.pid, signal.SIGINT)

    reply = client.execute_interactive("console.log('begun'); await new Promise(() => {})", timeout=TIMEOUT, output_hook=stop)
    assert reply["content"]["ename"] == "Interrupted"


def test_heartbeat_beats_while_a_cell_computes(kernel):
    manager, client = kernel
    beats = []

    def look(message):
        if message["msg_type"] == "stream":
            beats.append(client.hb_channel.is_beating())
            manager.interrupt_kernel()

    client.hb_channel.unpause()
    client.execute_interactive("console.log('begun'); while (true) {}", timeout=TIMEOUT, output_hook=look)
    assert beats == [True]


def test_restart_starts_over(kernel):
    manager, client = kernel
    run(client, "const before = 1")
    manager.restart_kernel(now=False)
    client.wait_for_ready(timeout=TIMEOUT)
    _, reply = run(client, "before")
    assert reply["status"] == "error"
    assert reply["execution_count"] == 1


def history(client, **request):
    client.history(raw=True, **request)
    return client.get_shell_msg(timeout=TIMEOUT)["content"]["history"]


def test_history_outlives_the_kernel(kernel):
    manager, client = kernel
    run(client, "'kept on disk'.toUpperCase()")
    manager.restart_kernel(now=False)
    client.wait_for_ready(timeout=TIMEOUT)
    run(client, "'after it'")
    assert [source for _, _, source in history(client, hist_access_type="tail", n=2)] == [
        "'kept on disk'.toUpperCase()",
        "'after it'",
    ]
    assert [entry[2] for entry in history(client, hist_access_type="search", pattern="'kept*", n=1, output=True)] == [
        ["'kept on disk'.toUpperCase()", "'KEPT ON DISK'"]
    ]
    assert history(client, hist_access_type="range", session=-1, start=1, stop=100)[-1][2] == "'kept on disk'.toUpperCase()"
    assert [entry[2] for entry in history(client, hist_access_type="range", session=0, start=1, stop=100)] == ["'after it'"]
