/** The guide's /etc/fw16-synth/config.yaml, as printed. */
export const SAMPLE_CONFIG = `# Audio settings
audio:
  driver: pipewire
  sample_rate: 48000
  buffer_size: 256
  soundfont: /opt/soundfonts/FluidR3_GM.sf2

# Performance settings
performance:
  enable_profiling: true
  metrics_collection: true
  health_monitoring: true
  log_level: INFO
  log_file: /var/log/fw16-synth/production.log

# MIDI settings
midi:
  input_enabled: true
  auto_connect: true
  port_filter: "Framework|Piano|Keyboard"

# Touchpad settings
touchpad:
  enabled: true
  smoothing: 0.85
  pressure_threshold: 0.1

# Production settings
production:
  enable_monitoring: true
  enable_profiling: true
  enable_health_checks: true
  graceful_shutdown_timeout: 30
  error_recovery_enabled: true
`;
