# The limits are in force, and the thread that plays is real-time.
_: {
  nodes.machine = ./player.nix;
  testScript = builtins.readFile ./steps.py + ''
    ready(machine)
    status = f"{AS_ALICE} fw16-synth status --json"
    machine.wait_until_succeeds(f"{status} | jq -e '.playing.realtimePriority == 50'")
    pid = machine.succeed(f"systemctl show --value -p MainPID {SERVICE}").strip()
    machine.succeed(f"ps -L -o cls= -p {pid} | grep -q FF")
    limits = machine.succeed("su - alice -c 'ulimit -r; ulimit -l'").split()
    assert limits == ["95", "unlimited"], limits
  '';
}
