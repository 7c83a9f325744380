package dev.bastion.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieHandler;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * A real Keycloak on loopback with one realm, in a process of its own, and what its administrator and its people do there.
 * Safe for several threads after the start. Closing it ends it and deletes its directory.
 */
final class Keycloak implements AutoCloseable {
    static final String CLIENT = "bastion";
    static final String SECRET = "open-sesame";

    private static final String ZIP = "KEYCLOAK_ZIP";
    private static final String PASSWORD = "correct horse battery staple";
    private static final Duration START = Duration.ofMinutes(10);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern ACTION = Pattern.compile("<form[^>]* action=\"([^\"]+)\"");
    private static final Pattern CODE = Pattern.compile("name=\"code\" value=\"([^\"]+)\"");

    private final Path directory;
    private final int port;
    private final Process process;
    private final HttpClient administrator =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Keycloak(Path directory, int port, Process process) {
        this.directory = directory;
        this.port = port;
        this.process = process;
    }

    /** Whether its distribution is here. */
    static boolean possible() {
        return System.getenv(ZIP) != null;
    }

    /** Starts it and returns when it answers. */
    static Keycloak start() {
        if (!possible()) {
            throw new AssertionError(ZIP + " names no distribution of Keycloak");
        }
        try {
            Path directory = Files.createTempDirectory("keycloak");
            Path home = unpacked(Path.of(System.getenv(ZIP)), directory);
            Files.writeString(
                    Files.createDirectories(home.resolve("data/import")).resolve("realm.json"), REALM);
            int port = freePort();
            Keycloak started = new Keycloak(directory, port, process(home, directory, port));
            started.awaitReady();
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final String REALM = """
            {"realm": "test", "enabled": true, "sslRequired": "none", "oauth2DevicePollingInterval": 1,
             "groups": [{"name": "engineers"}, {"name": "reviewers"}],
             "clients": [{"clientId": "bastion", "secret": "open-sesame", "publicClient": false,
               "standardFlowEnabled": false, "attributes": {"oauth2.device.authorization.grant.enabled": "true"},
               "protocolMappers": [{"name": "groups", "protocol": "openid-connect",
                 "protocolMapper": "oidc-group-membership-mapper",
                 "config": {"claim.name": "groups", "full.path": "false", "id.token.claim": "true"}}]}]}
            """;

    private static Process process(Path home, Path directory, int port) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        "bash",
                        home.resolve("bin/kc.sh").toString(),
                        "start-dev",
                        "--import-realm",
                        "--http-host=127.0.0.1",
                        "--http-port=" + port)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile());
        Map<String, String> environment = builder.environment();
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("JAVA_OPTS_KC_HEAP", "-Xms64m -Xmx512m");
        environment.put("KC_BOOTSTRAP_ADMIN_USERNAME", "admin");
        environment.put("KC_BOOTSTRAP_ADMIN_PASSWORD", PASSWORD);
        return builder.start();
    }

    private static Path unpacked(Path zip, Path directory) throws IOException {
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                Path file = directory.resolve(entry.getName()).normalize();
                if (!file.startsWith(directory)) {
                    throw new IOException("the archive leads out of its directory");
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.getParent());
                    Files.copy(in, file);
                }
            }
        }
        try (var homes = Files.newDirectoryStream(directory, "keycloak-*")) {
            return homes.iterator().next();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void awaitReady() throws IOException {
        Instant end = Instant.now().plus(START);
        while (!answers()) {
            if (!process.isAlive() || Instant.now().isAfter(end)) {
                String log = Files.readString(directory.resolve("log"));
                close();
                throw new AssertionError("Keycloak did not start:\n" + log);
            }
            pause();
        }
    }

    private void pause() {
        try {
            process.waitFor(250, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private boolean answers() {
        try {
            HttpRequest question = HttpRequest.newBuilder(URI.create(issuer() + "/.well-known/openid-configuration"))
                    .timeout(Duration.ofSeconds(30))
                    .build();
            return administrator
                            .send(question, HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private String base() {
        return "http://127.0.0.1:" + port;
    }

    String issuer() {
        return base() + "/realms/test";
    }

    // ---- what its administrator does

    /** Adds somebody of that name to these groups. */
    void add(String name, String... groups) {
        administer("POST", "/users", """
                {"username": "%1$s", "enabled": true, "email": "%1$s@example.org", "emailVerified": true,
                 "firstName": "%1$s", "lastName": "Test", "groups": [%2$s],
                 "credentials": [{"type": "password", "value": "%3$s"}]}""".formatted(
                        name,
                        Stream.of(groups).map(group -> "\"/" + group + "\"").collect(Collectors.joining(", ")),
                        PASSWORD));
    }

    void removeFromGroup(String name, String group) {
        String id = found("/groups?exact=true&search=" + group);
        administer("DELETE", "/users/" + user(name) + "/groups/" + id, "");
    }

    void disable(String name) {
        administer("PUT", "/users/" + user(name), "{\"enabled\": false}");
    }

    private String user(String name) {
        return found("/users?exact=true&username=" + name);
    }

    private String found(String query) {
        return administer("GET", query, "").get(0).get("id").asText();
    }

    private JsonNode administer(String method, String path, String json) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base() + "/admin/realms/test" + path))
                .header("Authorization", "Bearer " + adminToken())
                .header("Content-Type", "application/json")
                .method(
                        method,
                        json.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(json));
        return read(answered(administrator, request));
    }

    private String adminToken() {
        HttpRequest.Builder request = form(
                base() + "/realms/master/protocol/openid-connect/token",
                Map.of(
                        "client_id", "admin-cli",
                        "grant_type", "password",
                        "username", "admin",
                        "password", PASSWORD));
        return read(answered(administrator, request)).get("access_token").asText();
    }

    // ---- what its people do, in a browser

    /** Opens the address that the bastion showed, logs in and says yes. */
    void approve(String address, String name) {
        HttpClient browser = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .cookieHandler(new Cookies())
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        HttpResponse<String> login = answered(browser, HttpRequest.newBuilder(URI.create(address)));
        HttpResponse<String> consent = answered(
                browser, form(action(login), Map.of("username", name, "password", PASSWORD, "credentialId", "")));
        HttpResponse<String> end =
                answered(browser, form(action(consent), Map.of("code", found(CODE, consent.body()), "accept", "Yes")));
        if (!end.uri().getPath().endsWith("/device/status")) {
            throw new AssertionError("the device page ended at " + end.uri() + ":\n" + end.body());
        }
    }

    private static String action(HttpResponse<String> page) {
        String action = found(ACTION, page.body()).replace("&amp;", "&");
        return page.uri().resolve(action).toString();
    }

    private static String found(Pattern pattern, String page) {
        Matcher matcher = pattern.matcher(page);
        if (!matcher.find()) {
            throw new AssertionError("no %s in:%n%s".formatted(pattern, page));
        }
        return matcher.group(1);
    }

    private static HttpRequest.Builder form(String address, Map<String, String> fields) {
        String body = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return HttpRequest.newBuilder(URI.create(address))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private static HttpResponse<String> answered(HttpClient client, HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer =
                    client.send(request.timeout(Duration.ofMinutes(1)).build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 400) {
                throw new AssertionError(answer + ":\n" + answer.body());
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private static JsonNode read(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.waitFor();
            new ProcessBuilder("rm", "-rf", "--one-file-system", directory.toString())
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A browser's: to them loopback is as good as TLS, so that a cookie for TLS alone comes back here too. */
    private static final class Cookies extends CookieHandler {
        private final Map<String, String> kept = new ConcurrentHashMap<>();

        @Override
        public Map<String, List<String>> get(URI from, Map<String, List<String>> headers) {
            String all = kept.entrySet().stream()
                    .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                    .collect(Collectors.joining("; "));
            return all.isEmpty() ? Map.of() : Map.of("Cookie", List.of(all));
        }

        @Override
        public void put(URI from, Map<String, List<String>> headers) {
            headers.forEach((name, values) -> {
                if ("Set-Cookie".equalsIgnoreCase(name)) {
                    values.forEach(this::keep);
                }
            });
        }

        private void keep(String line) {
            int end = line.indexOf(';');
            String pair = end < 0 ? line : line.substring(0, end);
            int equals = pair.indexOf('=');
            if (equals > 0) {
                kept.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
    }
}
