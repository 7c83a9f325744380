package dev.bastion.signon;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jsonwebtoken.JwtBuilder;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Jwks;
import io.jsonwebtoken.security.PublicJwk;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Date;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** An OpenID Connect provider in this process that says whatever a test wants, right or wrong. */
public final class TestProvider implements AutoCloseable {
    public static final String CLIENT = "bastion";
    public static final String SECRET = "open sesame";
    static final KeyPair FIRST_KEY = Jwts.SIG.RS256.keyPair().build();
    static final KeyPair SECOND_KEY = Jwts.SIG.ES256.keyPair().build();

    private final HttpServer server;
    private final Clock clock;
    private final Deque<Reply> tokens = new ArrayDeque<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    final Queue<Map<String, String>> forms = new ConcurrentLinkedQueue<>();
    final Queue<String> authorizations = new ConcurrentLinkedQueue<>();
    final AtomicInteger keyFetches = new AtomicInteger();
    volatile Reply configuration;
    volatile Reply keys;
    public volatile Reply device;
    private volatile String nonce = "";

    /** What is answered, and how. */
    public record Reply(int status, String body, Map<String, String> headers, boolean hangs) {
        public static Reply ok(String body) {
            return new Reply(200, body, Map.of(), false);
        }

        public static Reply of(int status, String body) {
            return new Reply(status, body, Map.of(), false);
        }

        public static Reply error(String word) {
            return of(400, "{\"error\":\"" + word + "\"}");
        }

        public static Reply never() {
            return new Reply(200, "", Map.of(), true);
        }

        public static Reply redirect(String where) {
            return new Reply(302, "", Map.of("Location", where), false);
        }
    }

    public TestProvider(Clock clock) throws IOException {
        this.clock = clock;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/.well-known/openid-configuration", exchange -> answer(exchange, configuration));
        server.createContext("/keys", exchange -> {
            keyFetches.incrementAndGet();
            answer(exchange, keys);
        });
        server.createContext("/device", exchange -> {
            nonce = remembered(exchange).get("nonce");
            answer(exchange, device);
        });
        server.createContext("/token", exchange -> {
            remembered(exchange);
            answer(exchange, next());
        });
        server.createContext("/revoke", exchange -> {
            remembered(exchange);
            answer(exchange, Reply.ok(""));
        });
        server.start();
        this.configuration = Reply.ok(configuration(""));
        this.device = Reply.ok(device("\"interval\":5"));
        shows(FIRST_KEY);
    }

    public String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    String configuration(String more) {
        return """
                {"issuer":"%1$s","device_authorization_endpoint":"%1$s/device","token_endpoint":"%1$s/token",\
                "jwks_uri":"%1$s/keys","revocation_endpoint":"%1$s/revoke"%2$s}""".formatted(issuer(), more);
    }

    public String device(String more) {
        return """
                {"device_code":"dc-1","user_code":"ABCD-EFGH","verification_uri":"%1$s/go",\
                "verification_uri_complete":"%1$s/go?code=ABCD-EFGH","expires_in":600,%2$s}""".formatted(issuer(), more);
    }

    /** The public halves of these, by the names k1, k2 and so on. */
    void shows(KeyPair... pairs) {
        AtomicInteger number = new AtomicInteger();
        keys = Reply.ok(Arrays.stream(pairs)
                .map(pair -> jwk(pair, "k" + number.incrementAndGet()))
                .collect(Collectors.joining(",", "{\"keys\":[", "]}")));
    }

    static String jwk(KeyPair pair, String id) {
        PublicJwk<?> jwk = Jwks.builder().key(pair.getPublic()).id(id).build();
        return jwk.entrySet().stream()
                .map(part -> "\"%s\":\"%s\"".formatted(part.getKey(), part.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
    }

    /** What the token endpoint says from now on, one after the other; after the last, the same again. */
    public void says(Reply... replies) {
        synchronized (tokens) {
            tokens.clear();
            tokens.addAll(List.of(replies));
        }
    }

    private Reply next() {
        synchronized (tokens) {
            return tokens.size() > 1 ? tokens.removeFirst() : tokens.getFirst();
        }
    }

    /** The answer that signs somebody on. */
    Reply vouches(String idToken) {
        return Reply.ok("""
                {"access_token":"at","token_type":"Bearer","id_token":"%s","refresh_token":"rt-%d"}""".formatted(idToken, forms.size()));
    }

    /** The same with a token that is right but for what the change makes of it. */
    Reply vouchesFor(String person, String subject, List<String> groups, Consumer<JwtBuilder> change) {
        return vouches(token(person, subject, groups, change));
    }

    public Reply vouchesFor(String person, String subject, String... groups) {
        return vouchesFor(person, subject, List.of(groups), right -> {});
    }

    String token(String person, String subject, List<String> groups, Consumer<JwtBuilder> change) {
        JwtBuilder builder = Jwts.builder()
                .header()
                .keyId("k1")
                .and()
                .issuer(issuer())
                .subject(subject)
                .audience()
                .add(CLIENT)
                .and()
                .issuedAt(Date.from(clock.instant()))
                .expiration(Date.from(clock.instant().plus(Duration.ofMinutes(5))))
                .claim("preferred_username", person)
                .claim("groups", groups)
                .signWith(FIRST_KEY.getPrivate(), Jwts.SIG.RS256);
        change.accept(builder);
        return builder.compact();
    }

    /** What the bastion gave with its wish for a device flow. */
    String nonce() {
        return nonce;
    }

    private Map<String, String> remembered(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Map<String, String> form = new TreeMap<>();
        for (String pair : body.split("&", -1)) {
            int equals = pair.indexOf('=');
            form.put(
                    URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                    URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        forms.add(form);
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        authorizations.add(authorization == null ? "" : authorization);
        return form;
    }

    private void answer(HttpExchange exchange, Reply reply) throws IOException {
        try (exchange) {
            if (reply.hangs()) {
                closed.await();
                return;
            }
            reply.headers().forEach(exchange.getResponseHeaders()::set);
            byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
            if (body.length > 0) {
                exchange.getResponseBody().write(body);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}
