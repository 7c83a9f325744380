package dev.bastion.http;

import static java.util.Objects.requireNonNull;

import dev.bastion.certs.AuthorityFileException;
import dev.bastion.config.Http;
import dev.bastion.krl.KrlPublisher;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import java.io.IOException;
import java.time.Instant;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Answers over HTTPS, or over plain HTTP where the configuration lets it. It says neither its name nor its version, takes
 * no bodies, and whoever is slow is let go. Thread-safe.
 */
public final class HttpServer implements AutoCloseable {
    private static final int THREADS = 16;
    private static final int WAITING = 128;
    private static final int CONNECTIONS = 1024;
    private static final long IDLE_MILLIS = 10_000;
    private static final int HEADER_BYTES = 8 << 10;

    private final Javalin javalin;

    private HttpServer(Http settings, KrlPublisher krl) throws IOException {
        requireNonNull(krl, "krl is null");
        SslContextFactory.Server tls =
                settings.tls().isPresent() ? TlsContext.of(settings.tls().get()) : null;
        this.javalin = Javalin.create(config -> configure(config, settings, tls, krl));
    }

    /**
     * Whether it could answer over TLS at that moment, for whoever asks before it is started.
     *
     * @throws AuthorityFileException if a file is missing, open to others, out of its time or not the other's
     */
    public static void requireUsable(Http.Tls files, Instant now) throws IOException {
        TlsContext.requireUsable(files, now);
    }

    /**
     * Starts to answer.
     *
     * @throws IOException if the address is taken, or key and certificate cannot be used; with a sentence
     */
    public static HttpServer start(Http settings, KrlPublisher krl) throws IOException {
        HttpServer server = new HttpServer(settings, krl);
        try {
            server.javalin.start();
        } catch (RuntimeException e) {
            server.close();
            throw new IOException("http.listen: nothing can be answered at '%s'".formatted(settings.listen()), e);
        }
        return server;
    }

    private static void configure(JavalinConfig config, Http settings, SslContextFactory.Server tls, KrlPublisher krl) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.maxRequestSize = 0;
        config.http.generateEtags = false;
        config.router.ignoreTrailingSlashes = false;
        config.jetty.threadPool = threads();
        config.jetty.modifyServer(server -> server.addBean(new NetworkConnectionLimit(CONNECTIONS, server)));
        config.jetty.addConnector((server, ignored) -> connector(server, settings, tls));
        config.routes.get("/krl", new KrlPage(krl)::answer);
        config.routes.error(404, context -> context.contentType("text/plain").result("there is nothing here\n"));
    }

    private static QueuedThreadPool threads() {
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, 2);
        threads.setName("http");
        threads.setDaemon(true);
        return threads;
    }

    private static Connector connector(Server server, Http settings, SslContextFactory.Server tls) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setSendDateHeader(true);
        http.setRequestHeaderSize(HEADER_BYTES);
        http.setIdleTimeout(IDLE_MILLIS);
        HttpConnectionFactory plain = new HttpConnectionFactory(http);
        ServerConnector connector;
        if (tls == null) {
            connector = new ServerConnector(server, 1, 1, plain);
        } else {
            // The name in the certificate is for the client to look at; a host may know the bastion by its address.
            http.addCustomizer(new SecureRequestCustomizer(false));
            connector = new ServerConnector(server, 1, 1, new SslConnectionFactory(tls, "http/1.1"), plain);
        }
        connector.setHost(settings.listen().host());
        connector.setPort(settings.listen().port());
        connector.setIdleTimeout(IDLE_MILLIS);
        connector.setAcceptQueueSize(WAITING);
        return connector;
    }

    /** The port that it answers at. */
    public int port() {
        return javalin.port();
    }

    @Override
    public void close() {
        javalin.stop();
    }
}
