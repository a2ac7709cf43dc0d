# A pressed key sounds at its pitch, disarmed it does not, and the arming chord arms.
_: {
  nodes.machine = ./player.nix;
  testScript = builtins.readFile ./steps.py + ''
    ready(machine)
    plays(machine)
    higher = pitch(machine, "i")
    assert 510 < higher < 536, f"C5 is 523.3 Hz, and {higher} Hz was heard"

    machine.succeed(f"{AS_ALICE} fw16-synth disarm")
    assert pitch(machine, "q") < 1, "disarmed, it is silent"
    machine.send_key("ctrl-alt-spc")
    machine.wait_until_succeeds(f"{AS_ALICE} fw16-synth status --json | jq -e .playing.armed")
    plays(machine)

    print(machine.succeed(f"systemd-analyze security --no-pager {SERVICE}"))
  '';
}
