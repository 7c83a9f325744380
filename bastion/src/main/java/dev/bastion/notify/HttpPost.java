package dev.bastion.notify;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/**
 * Posts to a configured address and looks at the status of the answer and at nothing else: its body is not read, no redirect
 * is followed, no cookie kept, and all of it is over within a time. Thread-safe.
 */
final class HttpPost implements AutoCloseable {
    private static final int OK = 200;
    private static final int REDIRECT = 300;
    private static final int FAULT = 400;

    private final HttpClient client;
    private final Duration longest;

    /**
     * With limits.
     *
     * @param longest for one try, from the look-up of the name to the status
     */
    HttpPost(SSLContext tls, Duration longest) {
        this.longest = requireNonNull(longest, "longest is null");
        // HTTP/1.1: one answer to one question, and no stream that a receiver might keep open.
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(longest)
                .sslContext(tls)
                .build();
    }

    /**
     * Posts JSON.
     *
     * @throws IOException when no answer says that it arrived
     */
    void send(URI url, Map<String, String> headers, byte[] json) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .header("Content-Type", "application/json")
                .header("User-Agent", "bastion")
                .POST(HttpRequest.BodyPublishers.ofByteArray(json));
        headers.forEach(request::header);
        int status = status(client.sendAsync(request.build(), answer -> new Unread()));
        if (status >= REDIRECT && status < FAULT) {
            throw new UndeliveredException("it answered %d, and no redirect is followed".formatted(status));
        }
        if (status < OK || status >= REDIRECT) {
            throw new UndeliveredException("it answered %d".formatted(status));
        }
    }

    private int status(CompletableFuture<HttpResponse<Void>> answer) throws IOException, InterruptedException {
        try {
            return answer.get(longest.toMillis(), TimeUnit.MILLISECONDS).statusCode();
        } catch (TimeoutException e) {
            throw new HttpTimeoutException("no answer within " + longest.toMillis() + " ms");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException fault ? fault : new IOException(e.getCause());
        } finally {
            // Ends the exchange and its connection, if it is not over.
            answer.cancel(true);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    /** A body that nobody reads, whatever its length: the connection is closed instead. */
    private static final class Unread implements HttpResponse.BodySubscriber<Void> {
        private final CompletableFuture<Void> done = new CompletableFuture<>();

        @Override
        public CompletionStage<Void> getBody() {
            return done;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.cancel();
            done.complete(null);
        }

        @Override
        public void onNext(List<ByteBuffer> ignored) {
            done.complete(null);
        }

        @Override
        public void onError(Throwable late) {
            done.complete(null);
        }

        @Override
        public void onComplete() {
            done.complete(null);
        }
    }
}
