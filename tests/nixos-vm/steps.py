# What every scenario's script begins with.
SERVICE = "fw16-synth@1000.service"
AS_ALICE = "sudo -u alice XDG_RUNTIME_DIR=/run/user/1000"


def ready(machine):
    machine.wait_for_unit("multi-user.target")
    machine.wait_until_succeeds("systemctl is-active user@1000.service")
    machine.wait_for_unit(SERVICE)
    machine.wait_until_succeeds(
        f"{AS_ALICE} fw16-synth status --json | jq -e '.playing.armed'"
    )


def pitch(machine, key):
    """The frequency that is heard while a key is held."""
    machine.succeed(
        f"{AS_ALICE} timeout 3 pw-record --target test-sink -P '{{ stream.capture.sink=true }}' /tmp/heard.wav >&2 & sleep 1"
    )
    machine.send_monitor_command(f"sendkey {key} 1500")
    machine.sleep(3)
    heard = machine.succeed("sox /tmp/heard.wav -n trim 1.2 0.8 stat 2>&1")
    return float(heard.split("Rough   frequency:")[1].split()[0])


def plays(machine):
    # KEY_Q is C4 in the layout that it starts with.
    heard = pitch(machine, "q")
    assert 250 < heard < 274, f"C4 is 261.6 Hz, and {heard} Hz was heard"
