package dev.bastion.signon;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * One question to the provider and its answer: of bounded size, within a bounded time from the look-up of the name to the
 * last byte, without redirects and cookies. Blocks; thread-safe.
 */
final class ProviderHttp implements AutoCloseable {
    static final int LARGEST = 256 << 10;

    private static final int REDIRECT = 300;
    private static final int FAULT = 400;

    private final HttpClient client;
    private final Duration longest;

    /** What came back: a status below 300 or from 400, and the body. */
    static final class Answer {
        private final int status;
        private final byte[] body;

        private Answer(int status, byte[] body) {
            this.status = status;
            this.body = body;
        }

        int status() {
            return status;
        }

        /** Not copied: whoever asked is the only one to have it. */
        byte[] body() {
            return body;
        }

        boolean ok() {
            return status < REDIRECT;
        }
    }

    ProviderHttp(Duration longest) {
        this.longest = requireNonNull(longest, "longest is null");
        // HTTP/1.1: one answer to one question, and no stream that a provider might keep open.
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(longest)
                .build();
    }

    Answer get(URI url) throws ProviderException, InterruptedException {
        return send(HttpRequest.newBuilder(url).GET());
    }

    /** A form, as OAuth 2.0 wants it (RFC 6749 appendix B). */
    Answer post(URI url, Map<String, String> form, Optional<String> authorization)
            throws ProviderException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(encoded(form)));
        authorization.ifPresent(value -> request.header("Authorization", value));
        return send(request);
    }

    private static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
                .collect(Collectors.joining("&"));
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private Answer send(HttpRequest.Builder request) throws ProviderException, InterruptedException {
        HttpRequest whole = request.header("Accept", "application/json")
                .header("User-Agent", "bastion")
                .build();
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(whole, head -> new Capped());
        try {
            HttpResponse<byte[]> response = answer.get(longest.toMillis(), TimeUnit.MILLISECONDS);
            return answered(response, whole.uri());
        } catch (TimeoutException e) {
            throw new ProviderException(
                    "the provider did not answer within " + longest.toMillis() + " ms at " + place(whole.uri()), e);
        } catch (ExecutionException e) {
            throw new ProviderException(failure(e.getCause()) + " at " + place(whole.uri()), e);
        } finally {
            // Ends the exchange and its connection, if it is not over.
            answer.cancel(true);
        }
    }

    private static Answer answered(HttpResponse<byte[]> response, URI asked) throws ProviderException {
        int status = response.statusCode();
        if (status >= REDIRECT && status < FAULT) {
            throw new ProviderException(
                    "the provider answered " + status + ", and no redirect is followed, at " + place(asked));
        }
        return new Answer(status, response.body());
    }

    private static String failure(Throwable cause) {
        return cause instanceof TooLargeException
                ? "the provider answered with more than " + (LARGEST >> 10) + " kB"
                : "the provider cannot be reached: " + cause.getClass().getSimpleName();
    }

    /** Without query and path, which may hold what nobody else need read. */
    private static String place(URI url) {
        return url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /** The body, unless it is too large: then nothing more of it is read. */
    private static final class Capped implements HttpResponse.BodySubscriber<byte[]> {
        private final CompletableFuture<byte[]> done = new CompletableFuture<>();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private Flow.Subscription subscription;

        @Override
        public CompletionStage<byte[]> getBody() {
            return done;
        }

        @Override
        public void onSubscribe(Flow.Subscription from) {
            subscription = from;
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            for (ByteBuffer buffer : buffers) {
                if (bytes.size() + buffer.remaining() > LARGEST) {
                    subscription.cancel();
                    done.completeExceptionally(new TooLargeException());
                    return;
                }
                byte[] part = new byte[buffer.remaining()];
                buffer.get(part);
                bytes.writeBytes(part);
            }
        }

        @Override
        public void onError(Throwable failure) {
            done.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            done.complete(bytes.toByteArray());
        }
    }
}
