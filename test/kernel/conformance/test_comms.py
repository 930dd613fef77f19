"""Comms, as a widget library uses them: opened from either side, with bytes, through Jupyter's own client."""

import pytest
from jupyter_client.manager import start_new_kernel

TIMEOUT = 60
COMMS = "(globalThis as any)[Symbol.for('vethbook.comms')]"


@pytest.fixture(scope="module")
def client():
    manager, client = start_new_kernel(kernel_name="vethbook", startup_timeout=TIMEOUT)
    yield client
    client.stop_channels()
    manager.shutdown_kernel()


def until_idle(client, msg_id):
    """Everything on iopub until the request `msg_id` is idle."""
    seen = []
    while True:
        message = client.get_iopub_msg(timeout=TIMEOUT)
        if message["msg_type"] == "status":
            if message["content"]["execution_state"] == "idle" and message["parent_header"].get("msg_id") == msg_id:
                return seen
        else:
            seen.append(message)


def run(client, code):
    msg_id = client.execute(code)
    seen = until_idle(client, msg_id)
    reply = client.get_shell_msg(timeout=TIMEOUT)["content"]
    assert reply["status"] == "ok", reply
    return msg_id, [message for message in seen if message["msg_type"] != "execute_input"]


def send(client, kind, content, buffers=(), metadata=None):
    message = client.session.msg(kind, content, metadata=metadata)
    client.session.send(client.shell_channel.socket, message, buffers=list(buffers))
    return until_idle(client, message["header"]["msg_id"])


def next_of(client, kind):
    while True:
        message = client.get_iopub_msg(timeout=TIMEOUT)
        if message["msg_type"] == kind:
            return message


def targets(client):
    client.comm_info()
    return client.get_shell_msg(timeout=TIMEOUT)["content"]["comms"]


def test_a_comm_of_the_notebook(client):
    cell, seen = run(
        client,
        f"""const comm = {COMMS}.open('jupyter.widget', {{
              data: {{ state: {{ value: 1 }}, buffer_paths: [['bytes']] }}, metadata: {{ version: '2.1.0' }},
              buffers: [Buffer.from([0, 255, 10])] }})
            comm.onMessage(async ({{ data, metadata, buffers }}: any) => {{
              console.log(JSON.stringify([data, metadata.m, ...buffers.map((bytes: Buffer) => bytes.length)]))
              comm.send({{ data: {{ method: 'echo_update' }}, buffers }})
            }})
            comm.onClose(() => console.log('closed by the front end'))""",
    )
    [opened] = seen
    assert opened["msg_type"] == "comm_open"
    assert opened["content"]["target_name"] == "jupyter.widget"
    assert opened["content"]["data"] == {"state": {"value": 1}, "buffer_paths": [["bytes"]]}
    assert opened["metadata"] == {"version": "2.1.0"}
    assert [bytes(buffer) for buffer in opened["buffers"]] == [b"\x00\xff\n"]
    comm = opened["content"]["comm_id"]
    assert targets(client) == {comm: {"target_name": "jupyter.widget"}}
    client.comm_info(target_name="another")
    assert client.get_shell_msg(timeout=TIMEOUT)["content"]["comms"] == {}

    # What the handler shows stands in the cell that set it.
    content = {"comm_id": comm, "data": {"method": "update"}}
    answers = send(client, "comm_msg", content, buffers=[b"123", bytes(1 << 20)], metadata={"m": 7})
    while len(answers) < 2:
        answers.append(client.get_iopub_msg(timeout=TIMEOUT))
    by_kind = {message["msg_type"]: message for message in answers}
    assert by_kind["stream"]["content"]["text"] == '[{"method":"update"},7,3,1048576]\n'
    assert by_kind["stream"]["parent_header"]["msg_id"] == cell
    assert by_kind["comm_msg"]["content"] == {"comm_id": comm, "data": {"method": "echo_update"}}
    assert [len(buffer) for buffer in by_kind["comm_msg"]["buffers"]] == [3, 1 << 20]

    closed = send(client, "comm_close", {"comm_id": comm, "data": {}})
    assert (closed or [next_of(client, "stream")])[0]["content"]["text"] == "closed by the front end\n"
    assert targets(client) == {}


def test_a_comm_of_the_front_end(client):
    run(
        client,
        f"""{COMMS}.accept('lesson', (comm: any, opening: any) => {{
              comm.onMessage(({{ data }}: any) => comm.close({{ data: {{ last: data.n }} }}))
              comm.send({{ data: {{ welcome: opening.data.name }} }}) }})""",
    )
    opened = send(client, "comm_open", {"comm_id": "c1", "target_name": "lesson", "data": {"name": "Ada"}})
    assert (opened or [next_of(client, "comm_msg")])[0]["content"] == {"comm_id": "c1", "data": {"welcome": "Ada"}}
    assert targets(client) == {"c1": {"target_name": "lesson"}}
    told = send(client, "comm_msg", {"comm_id": "c1", "data": {"n": 3}})
    assert (told or [next_of(client, "comm_close")])[0]["content"] == {"comm_id": "c1", "data": {"last": 3}}
    assert targets(client) == {}


def test_an_unknown_target_is_closed_at_once(client):
    closed = send(client, "comm_open", {"comm_id": "c2", "target_name": "nobody", "data": {}})
    assert (closed or [next_of(client, "comm_close")])[0]["content"] == {"comm_id": "c2", "data": {}}
    assert targets(client) == {}


def test_a_handler_that_fails_is_told_in_its_cell_and_harms_nothing(client):
    cell, [opened] = run(client, f"{COMMS}.open('t').onMessage(() => {{ throw new RangeError('no such value') }})")
    run(client, "'another cell'")
    content = {"comm_id": opened["content"]["comm_id"], "data": {}}
    told = (send(client, "comm_msg", content) or [next_of(client, "stream")])[0]
    assert told["content"]["name"] == "stderr"
    assert "no such value" in told["content"]["text"]
    assert told["parent_header"]["msg_id"] == cell
    send(client, "comm_msg", {"comm_id": "gone", "data": {}})
    assert run(client, "1 + 1")[1][0]["content"]["data"]["text/plain"] == "2"


def test_a_handler_that_never_ends_is_stopped(client):
    _, [opened] = run(client, f"{COMMS}.open('t').onMessage(() => {{ console.log('loops'); for (;;); }})")
    answers = send(client, "comm_msg", {"comm_id": opened["content"]["comm_id"], "data": {}})
    assert (answers or [next_of(client, "stream")])[0]["content"]["text"] == "loops\n"
    msg_id = client.execute("'afterwards'")
    client.session.send(client.control_channel.socket, "interrupt_request", {})
    client.get_control_msg(timeout=TIMEOUT)
    until_idle(client, msg_id)
    client.get_shell_msg(timeout=TIMEOUT)
    assert run(client, "2 + 2")[1][0]["content"]["data"]["text/plain"] == "4"
