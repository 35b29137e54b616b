// The floor of a whole run: what the libraries alone cost to fetch, hash, decode, resize and encode a list's
// photographs. No names, no limits, no retries, no damage control, no EXIF, no shards: nothing is written.
//
// cc -O2 floor.c -o floor -lturbojpeg -lswscale -lcurl -lcrypto -lpthread && ./floor THREADS list.csv
// The list is the benchmark's: a header, then url,caption. Every thread fetches each THREADS-th URL with a multi
// handle of its own and makes the image where the body arrives. Prints how many images were made.
#include "picture.h"
#include <curl/curl.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <stdio.h>

enum { IN_FLIGHT = 64 };

struct Body {
    CURL *easy;
    unsigned char *bytes;
    size_t count, capacity;
};

struct Worker {
    pthread_t thread;
    char **urls;
    int first, step, end, images;
};

static size_t receive(char *data, size_t size, size_t count, void *user) {
    struct Body *body = user;
    size_t length = size * count;
    if (body->count + length > body->capacity) {
        body->capacity = (body->count + length) * 2;
        body->bytes = realloc(body->bytes, body->capacity);
    }
    memcpy(body->bytes + body->count, data, length);
    body->count += length;
    return length;
}

static void *work(void *user) {
    struct Worker *worker = user;
    struct Picture picture;
    struct Body bodies[IN_FLIGHT];
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned digestBytes;
    CURLM *multi = curl_multi_init();
    EVP_MD_CTX *hash = EVP_MD_CTX_new();
    int next = worker->first, running = 0;
    pictureStart(&picture);
    memset(bodies, 0, sizeof bodies);
    for (int i = 0; i < IN_FLIGHT && next < worker->end; i++, next += worker->step) {
        bodies[i].easy = curl_easy_init();
        curl_easy_setopt(bodies[i].easy, CURLOPT_WRITEFUNCTION, receive);
        curl_easy_setopt(bodies[i].easy, CURLOPT_WRITEDATA, &bodies[i]);
        curl_easy_setopt(bodies[i].easy, CURLOPT_PRIVATE, &bodies[i]);
        curl_easy_setopt(bodies[i].easy, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(bodies[i].easy, CURLOPT_PROXY, "");
        curl_easy_setopt(bodies[i].easy, CURLOPT_URL, worker->urls[next]);
        curl_multi_add_handle(multi, bodies[i].easy);
    }
    do {
        curl_multi_perform(multi, &running);
        CURLMsg *message;
        int left;
        while ((message = curl_multi_info_read(multi, &left))) {
            if (message->msg != CURLMSG_DONE) continue;
            struct Body *body;
            long status = 0;
            CURL *easy = message->easy_handle;
            CURLcode result = message->data.result;
            curl_easy_getinfo(easy, CURLINFO_PRIVATE, (char **)&body);
            curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
            curl_multi_remove_handle(multi, easy);
            if (result == CURLE_OK && status == 200 && pictureDecode(&picture, body->bytes, body->count) == 0) {
                pictureChooseScaler(&picture);
                pictureResize(&picture);
                EVP_DigestInit_ex(hash, EVP_sha256(), NULL);
                EVP_DigestUpdate(hash, body->bytes, body->count);
                EVP_DigestFinal_ex(hash, digest, &digestBytes);
                worker->images += pictureEncode(&picture) > 0;
            }
            body->count = 0;
            if (next < worker->end) {
                curl_easy_setopt(easy, CURLOPT_URL, worker->urls[next]);
                curl_multi_add_handle(multi, easy);
                next += worker->step;
                running++;
            }
        }
        if (running) curl_multi_poll(multi, NULL, 0, 1000, NULL);
    } while (running);
    return NULL;
}

int main(int argc, char **argv) {
    if (argc != 3) return fprintf(stderr, "usage: floor THREADS list.csv\n"), 2;
    int threads = atoi(argv[1]), count = 0, images = 0;
    FILE *list = fopen(argv[2], "r");
    if (!list || threads < 1) return fprintf(stderr, "floor: cannot read %s\n", argv[2]), 2;
    char line[4096], **urls = NULL;
    for (int number = 0; fgets(line, sizeof line, list); number++) {
        if (number == 0) continue;
        line[strcspn(line, ",\n")] = 0;
        if (count % 1024 == 0) urls = realloc(urls, (count + 1024) * sizeof *urls);
        urls[count++] = strdup(line);
    }
    fclose(list);
    curl_global_init(CURL_GLOBAL_DEFAULT);
    struct Worker *workers = calloc(threads, sizeof *workers);
    for (int i = 0; i < threads; i++) {
        workers[i] = (struct Worker){.urls = urls, .first = i, .step = threads, .end = count};
        pthread_create(&workers[i].thread, NULL, work, &workers[i]);
    }
    for (int i = 0; i < threads; i++) {
        pthread_join(workers[i].thread, NULL);
        images += workers[i].images;
    }
    printf("images %d of %d\n", images, count);
}
