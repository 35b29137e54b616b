// libjpeg itself, for JPEGWarnings alone: its headers need stdio's before them.
// https://libjpeg-turbo.org/Documentation/Documentation
#pragma once
#include <stddef.h>
#include <stdio.h>

#include <jpeglib.h>
#include <jerror.h>
