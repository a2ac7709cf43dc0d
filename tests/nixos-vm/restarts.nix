# It comes back when it is killed, and its sound when PipeWire is.
_: {
  nodes.machine = ./player.nix;
  testScript = builtins.readFile ./steps.py + ''
    ready(machine)
    pid = machine.succeed(f"systemctl show --value -p MainPID {SERVICE}").strip()
    machine.succeed(f"kill -9 {pid}")
    machine.wait_until_succeeds(
        f"systemctl is-active {SERVICE} && test $(systemctl show --value -p MainPID {SERVICE}) != {pid}"
    )
    ready(machine)
    plays(machine)

    machine.succeed(f"{AS_ALICE} systemctl --user restart pipewire.service wireplumber.service")
    machine.sleep(5)
    plays(machine)

    # With the session it ends.
    machine.succeed("loginctl terminate-user alice")
    machine.wait_until_fails(f"systemctl is-active {SERVICE}")
  '';
}
