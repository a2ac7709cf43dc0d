/** What the guide prints of Prometheus and Grafana, as printed. */

export const SAMPLE_PROMETHEUS = `global:
  scrape_interval: 15s

scrape_configs:
  - job_name: 'fw16-synth'
    static_configs:
      - targets: ['localhost:8080']
    metrics_path: '/metrics'
    scrape_interval: 5s
`;

export const SAMPLE_DASHBOARD = `{
  "dashboard": {
    "title": "FW16 Synth Production Monitoring",
    "panels": [
      {
        "title": "Audio Latency",
        "type": "graph",
        "targets": [
          {
            "expr": "fw16_synth_audio_latency_ms",
            "legendFormat": "Audio Latency"
          }
        ]
      },
      {
        "title": "System Resources",
        "type": "graph",
        "targets": [
          {
            "expr": "fw16_synth_cpu_percent",
            "legendFormat": "CPU %"
          },
          {
            "expr": "fw16_synth_memory_percent",
            "legendFormat": "Memory %"
          }
        ]
      }
    ]
  }
}
`;

export const SAMPLE_ALERTS = `groups:
  - name: fw16-synth
    rules:
      - alert: HighAudioLatency
        expr: fw16_synth_audio_latency_ms > 20
        for: 1m
        labels:
          severity: warning
        annotations:
          summary: "High audio latency detected"
          description: "Audio latency is {{ $value }}ms"
      
      - alert: HighCPULoad
        expr: fw16_synth_cpu_percent > 80
        for: 5m
        labels:
          severity: critical
        annotations:
          summary: "High CPU usage"
          description: "CPU usage is {{ $value }}%"
`;
