// The floor of the image part alone: what TurboJPEG and libswscale cost for files, step by step.
//
// cc -O2 pictures.c -o pictures -lturbojpeg -lswscale && ./pictures ROUNDS file.jpg...
// Prints CPU (user + system) in ms per image for each step; "context" is what a new scaler costs.
#include "picture.h"
#include <stdio.h>
#include <sys/resource.h>

static double cpuMilliseconds(void) {
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return 1e3 * (u.ru_utime.tv_sec + u.ru_stime.tv_sec) + 1e-3 * (u.ru_utime.tv_usec + u.ru_stime.tv_usec);
}

int main(int argc, char **argv) {
    int rounds = argc > 2 ? atoi(argv[1]) : 1, images = 0;
    double decoding = 0, context = 0, resizing = 0, encoding = 0;
    struct Picture picture;
    pictureStart(&picture);
    for (int i = 2; i < argc; i++) {
        FILE *f = fopen(argv[i], "rb");
        if (!f) continue;
        fseek(f, 0, SEEK_END);
        long size = ftell(f);
        rewind(f);
        unsigned char *bytes = malloc(size);
        if (fread(bytes, 1, size, f) != (size_t)size) return 1;
        fclose(f);
        for (int r = 0; r < rounds; r++) {
            double t0 = cpuMilliseconds();
            if (pictureDecode(&picture, bytes, size)) break;
            double t1 = cpuMilliseconds();
            pictureChooseScaler(&picture);
            double t2 = cpuMilliseconds();
            pictureResize(&picture);
            double t3 = cpuMilliseconds();
            pictureEncode(&picture);
            double t4 = cpuMilliseconds();
            decoding += t1 - t0;
            if (r == 0) context += t2 - t1;
            resizing += t3 - t2;
            encoding += t4 - t3;
            images++;
        }
        free(bytes);
    }
    printf("images %d: decode %.3f  resize %.3f  encode %.3f  sum %.3f ms; a new scaler context %.3f ms\n", images,
           decoding / images, resizing / images, encoding / images, (decoding + resizing + encoding) / images,
           context / (argc - 2));
}
