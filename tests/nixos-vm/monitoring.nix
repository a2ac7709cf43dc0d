# Prometheus asks the instrument, has its alerts, and nobody else reaches the port.
_: {
  nodes = {
    machine = {
      imports = [ ./player.nix ];
      programs.fw16-synth.monitoring.prometheus = true;
      services.prometheus.enable = true;
    };
    other = { };
  };
  testScript = builtins.readFile ./steps.py + ''
    ready(machine)
    machine.succeed("curl -fsS http://localhost:8080/health")
    machine.wait_for_unit("prometheus.service")
    machine.wait_until_succeeds(
        "curl -fsS 'http://localhost:9090/api/v1/query?query=up' | jq -e '.data.result[0].value[1] == \"1\"'"
    )
    machine.succeed(
        "curl -fsS http://localhost:9090/api/v1/rules | jq -e '[.data.groups[].rules[].name] | index(\"HighAudioLatency\")'"
    )
    other.wait_for_unit("multi-user.target")
    other.fail("curl -m 5 http://machine:8080/health")
  '';
}
