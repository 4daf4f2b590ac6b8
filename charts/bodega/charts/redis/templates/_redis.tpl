{{- define "redis.selector" -}}
app.kubernetes.io/name: redis
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: redis
{{- end }}

{{- define "redis.metadata" -}}
name: {{ .Release.Name }}-redis
namespace: {{ .Release.Namespace }}
labels:
  {{- include "redis.selector" . | nindent 2 }}
  app.kubernetes.io/part-of: bodega
  app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
  app.kubernetes.io/managed-by: {{ .Release.Service }}
  helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end }}

{{- define "redis.restricted" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end }}

{{- define "redis.password" -}}
- name: {{ .setting }}
  valueFrom: {secretKeyRef: {name: {{ .secret }}, key: password}}
{{- end }}

{{/* Takes {root, secret}. */}}
{{- define "redis.pod" -}}
{{- $values := .root.Values }}
{{- with $values.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
automountServiceAccountToken: false
enableServiceLinks: false
terminationGracePeriodSeconds: 10
securityContext:
  runAsNonRoot: true
  runAsUser: 999
  runAsGroup: 999
  fsGroup: 999
  seccompProfile: {type: RuntimeDefault}
containers:
  - name: redis
    image: {{ $values.image }}
    # Arguments would show the password; a file of its own in memory does not.
    command: [sh, -c]
    args:
      - |
        server=$(command -v valkey-server || command -v redis-server)
        cat >/conf/redis.conf <<END
        requirepass $PASSWORD
        save ""
        appendonly no
        dir /tmp
        maxmemory {{ $values.maxMemoryMb }}mb
        maxmemory-policy allkeys-lru
        END
        # Valkey knows it from 8.1 on, Redis does not.
        if grep -q logfmt "$server"; then echo log-format logfmt >>/conf/redis.conf; fi
        exec "$server" /conf/redis.conf
    ports:
      - {name: redis, containerPort: 6379}
    env:
      {{- include "redis.password" (dict "setting" "PASSWORD" "secret" .secret) | nindent 6 }}
    {{- range $probe := tuple "readinessProbe" "livenessProbe" }}
    {{ $probe }}:
      tcpSocket: {port: redis}
      periodSeconds: 10
    {{- end }}
    resources: {{- toYaml $values.resources | nindent 6 }}
    securityContext: {{- include "redis.restricted" . | nindent 6 }}
    volumeMounts:
      - {name: conf, mountPath: /conf}
      - {name: tmp, mountPath: /tmp}
  {{- if $values.exporter.enabled }}
  - name: exporter
    image: {{ $values.exporter.image }}
    ports:
      - {name: metrics, containerPort: 9121}
    env:
      - {name: REDIS_ADDR, value: "redis://127.0.0.1:6379"}
      - {name: REDIS_EXPORTER_LOG_FORMAT, value: json}
      {{- include "redis.password" (dict "setting" "REDIS_PASSWORD" "secret" .secret) | nindent 6 }}
    readinessProbe:
      httpGet: {path: /health, port: metrics}
      periodSeconds: 10
    livenessProbe:
      httpGet: {path: /health, port: metrics}
      periodSeconds: 20
    resources:
      requests: {cpu: 10m, memory: 16Mi}
      limits: {memory: 64Mi}
    securityContext: {{- include "redis.restricted" . | nindent 6 }}
  {{- end }}
volumes:
  - {name: conf, emptyDir: {medium: Memory, sizeLimit: 1Mi}}
  - {name: tmp, emptyDir: {}}
{{- end }}
