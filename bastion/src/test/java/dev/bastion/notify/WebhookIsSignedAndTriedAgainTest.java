package dev.bastion.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class WebhookIsSignedAndTriedAgainTest {

    /** The example of the Standard Webhooks specification, which other implementations are held against too. */
    @Test
    void signsAsTheSpecificationDoes() {
        byte[] key = Base64.getDecoder().decode(ToldHouse.KEY.substring("whsec_".length()));
        assertEquals(
                "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                Signature.v1(
                        key,
                        "msg_p5jXN8AQM9LWM0D4loKWxJek",
                        1_614_265_330L,
                        "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void saysWhatWaitsAndWhatToType() throws Exception {
        try (Hook hook = new Hook();
                ToldHouse told = new ToldHouse(ToldHouse.webhook(hook.url()))) {
            told.house.asked();
            Hook.Post post = hook.next();
            JsonNode json = post.json();
            assertEquals("request-waits", json.path("event").asText());
            assertEquals("bastion-example-1a2b3c4d:request-waits:r-1", post.id());
            assertEquals(post.id(), json.path("id").asText());
            assertEquals("2026-11-20T12:00:00Z", json.path("at").asText());
            assertEquals(
                    "r-1: alice asks for postgres on prod-db-1 for 45m",
                    json.path("text").asText());
            assertEquals("[\"bob\",\"dave\"]", json.path("to").toString());
            assertEquals(
                    "ssh bastion approve r-1", json.path("commands").path(0).asText());
            assertEquals("because", json.path("request").path("reason").asText());
            assertEquals(2_700, json.path("request").path("length").asInt());
        }
    }

    @Test
    void isTriedAgainUnderTheSameIdAndSignedAnew() throws Exception {
        try (Hook hook = new Hook(0, 500, 503, 429);
                ToldHouse told = new ToldHouse(ToldHouse.webhook(hook.url()))) {
            told.house.asked();
            Hook.Post first = hook.next();
            told.house.clock.forward(Duration.ofSeconds(90));
            for (Hook.Post post : List.of(hook.next(), hook.next(), hook.next())) {
                assertEquals(first.id(), post.id());
                assertEquals(first.body(), post.body());
                assertEquals(signature(post), post.signature());
            }
            assertEquals("1795176000", first.timestamp());
            assertEquals(signature(first), first.signature());
            ToldHouse.until(() -> told.notifications.dropped().equals(List.of(0L)), "nothing is dropped");
            assertEquals(0, hook.unread());
        }
    }

    private static String signature(Hook.Post post) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(
                Base64.getDecoder().decode(ToldHouse.KEY.substring("whsec_".length())), "HmacSHA256"));
        String signed = post.id() + "." + post.timestamp() + "." + post.body();
        return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    }
}
