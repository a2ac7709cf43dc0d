# The process that plays reads the keys; no other program of the player does, nor another user.
_: {
  nodes.machine = ./player.nix;
  testScript = builtins.readFile ./steps.py + ''
    ready(machine)
    node = machine.succeed("readlink -f /dev/input/by-path/*-kbd | head -n 1").strip()
    print(machine.succeed(f"getfacl {node}"))

    for user in ("alice", "bob"):
        machine.fail(f"sudo -u {user} head -c 1 {node}")
        assert "fw16-synth" not in machine.succeed(f"id -nG {user}").split()
        assert "input" not in machine.succeed(f"id -nG {user}").split()

    pid = machine.succeed(f"systemctl show --value -p MainPID {SERVICE}").strip()
    machine.succeed(f"ls -l /proc/{pid}/fd | grep -q {node}")
    # Nor by looking into the process.
    machine.fail(f"sudo -u alice timeout 5 strace -p {pid}")
    machine.fail(f"sudo -u alice sh -c 'head -c 1 /proc/{pid}/fd/*'")

    # A player may restart their own instrument, and no other unit.
    machine.succeed(f"{AS_ALICE} systemctl --user restart fw16-synth")
    machine.wait_for_unit(SERVICE)
    machine.fail("sudo -u alice systemctl --no-ask-password restart fw16-synth@1001.service")
    machine.fail("sudo -u bob systemctl --no-ask-password restart fw16-synth@1000.service")
    machine.fail("sudo -u alice systemctl --no-ask-password restart dbus.service")
  '';
}
