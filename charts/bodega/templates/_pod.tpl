{{/* The pods of API, pages and canary: one template. */}}

{{/* Settings of a part: the chart's, then the person's. Takes {root, part}. */}}
{{- define "bodega.config" -}}
{{- $chart := include (printf "bodega.settings.%s" .part) .root | fromYaml }}
{{- toYaml (mergeOverwrite $chart (get .root.Values .part).config) }}
{{- end }}

{{/* Changes when settings or secrets do, so that pods are made anew. Takes {root, part}. */}}
{{- define "bodega.checksums" -}}
checksum/config: {{ include "bodega.config" . | sha256sum }}
{{- if eq .part "api" }}
{{- $root := .root }}
{{- range $name, $secret := include "bodega.secrets" $root | fromYaml }}
{{- if $secret.isMade }}
checksum/{{ $name }}: {{ include "bodega.kept" (dict "root" $root "name" $secret.name "keys" $secret.keys) | sha256sum }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{- define "bodega.restricted" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end }}

{{- define "bodega.podSecurity" -}}
runAsNonRoot: true
runAsUser: {{ . }}
runAsGroup: {{ . }}
fsGroup: {{ . }}
fsGroupChangePolicy: OnRootMismatch
seccompProfile: {type: RuntimeDefault}
{{- end }}

{{/* Takes {root, part, version, tag}. */}}
{{- define "bodega.pod" -}}
{{- $root := .root }}
{{- $values := get $root.Values .part }}
metadata:
  labels:
    {{- include "bodega.labels" . | nindent 4 }}
    version: {{ .version }}
    {{- with $values.podLabels }}{{ toYaml . | nindent 4 }}{{ end }}
  annotations:
    {{- include "bodega.checksums" . | nindent 4 }}
    {{- with $values.podAnnotations }}{{ toYaml . | nindent 4 }}{{ end }}
spec:
  serviceAccountName: {{ include "bodega.fullname" $root }}
  automountServiceAccountToken: false
  enableServiceLinks: false
  terminationGracePeriodSeconds: {{ $root.Values.pods.terminationGracePeriodSeconds }}
  securityContext: {{- include "bodega.podSecurity" 65532 | nindent 4 }}
  {{- include "bodega.scheduling" . | nindent 2 }}
  {{- include "bodega.pullSecrets" $root | nindent 2 }}
  containers:
    - name: {{ .part }}
      image: {{ include "bodega.image" (dict "root" $root "repository" $values.repository "tag" .tag) }}
      imagePullPolicy: {{ $root.Values.image.pullPolicy }}
      {{- include "bodega.container" . | nindent 6 }}
  volumes:
    - name: tmp
      emptyDir: {sizeLimit: 1Gi}
    {{- with $values.extraVolumes }}{{ toYaml . | nindent 4 }}{{ end }}
{{- end }}

{{- define "bodega.container" -}}
{{- $values := get .root.Values .part }}
ports:
  - {name: http, containerPort: {{ eq .part "api" | ternary 8080 3000 }}}
  - {name: metrics, containerPort: {{ eq .part "api" | ternary 9463 9464 }}}
envFrom:
  - configMapRef: {name: {{ printf "%s-%s" (include "bodega.fullname" .root) .part }}}
env:
  - {name: TMPDIR, value: /tmp}
  - name: DEPLOYMENT_VERSION
    valueFrom: {fieldRef: {fieldPath: "metadata.labels['version']"}}
  {{- with include (printf "bodega.env.%s" .part) .root }}{{ . | nindent 2 }}{{ end }}
  {{- with $values.extraEnv }}{{ toYaml . | nindent 2 }}{{ end }}
# A new replica gets requests, and a roll-out goes on, once it has found database and object store. From then on only its own
# life counts: all replicas share those two, and one that is sent away has nothing to tell people why.
startupProbe:
  httpGet: {path: /health/ready, port: http}
  periodSeconds: 2
  timeoutSeconds: 3
  failureThreshold: 150
readinessProbe:
  httpGet: {path: /health, port: http}
  periodSeconds: 5
  timeoutSeconds: 3
livenessProbe:
  httpGet: {path: /health, port: http}
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 6
lifecycle:
  preStop:
    sleep: {seconds: {{ .root.Values.pods.preStopSeconds }}}
resources: {{- toYaml $values.resources | nindent 2 }}
securityContext: {{- include "bodega.restricted" . | nindent 2 }}
volumeMounts:
  - {name: tmp, mountPath: /tmp}
  {{- with $values.extraVolumeMounts }}{{ toYaml . | nindent 2 }}{{ end }}
{{- end }}
