{{/* Where pods run. Each wish is `none`, `soft` or `hard`. Takes {root, part}. */}}
{{- define "bodega.scheduling" -}}
{{- $pods := .root.Values.pods }}
{{- with $pods.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $pods.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $pods.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- if and (eq $pods.antiAffinity "hard") (eq $pods.nearDatabase "hard") }}
{{- fail "pods.antiAffinity and pods.nearDatabase: both hard leaves room for one replica of the API; make one of them soft" }}
{{- end }}
{{- $own := include "bodega.selector" . | fromYaml }}
{{- if ne $pods.spread "none" }}
topologySpreadConstraints:
  - topologyKey: topology.kubernetes.io/zone
    maxSkew: 1
    whenUnsatisfiable: {{ eq $pods.spread "hard" | ternary "DoNotSchedule" "ScheduleAnyway" }}
    labelSelector: {matchLabels: {{ toJson $own }}}
{{- end }}
{{- $near := and (eq .part "api") (ne $pods.nearDatabase "none") (ne .root.Values.database.mode "external") }}
{{- if or (ne $pods.antiAffinity "none") $near }}
affinity:
  {{- if ne $pods.antiAffinity "none" }}
  podAntiAffinity: {{- include "bodega.wish" (dict "labels" $own "how" $pods.antiAffinity) | nindent 4 }}
  {{- end }}
  {{- if $near }}
  {{- $labels := dict "cnpg.io/cluster" (printf "%s-database" (include "bodega.fullname" .root)) }}
  {{- if eq .root.Values.database.mode "embedded" }}
  {{- $labels = include "bodega.selector" (dict "root" .root "part" "database") | fromYaml }}
  {{- end }}
  podAffinity: {{- include "bodega.wish" (dict "labels" $labels "how" $pods.nearDatabase) | nindent 4 }}
  {{- end }}
{{- end }}
{{- end }}

{{/* On the same node as pods with these labels (or on another). Takes {labels, how}. */}}
{{- define "bodega.wish" -}}
{{- if eq .how "hard" -}}
requiredDuringSchedulingIgnoredDuringExecution:
  - topologyKey: kubernetes.io/hostname
    labelSelector: {matchLabels: {{ toJson .labels }}}
{{- else -}}
preferredDuringSchedulingIgnoredDuringExecution:
  - weight: 100
    podAffinityTerm:
      topologyKey: kubernetes.io/hostname
      labelSelector: {matchLabels: {{ toJson .labels }}}
{{- end }}
{{- end }}
