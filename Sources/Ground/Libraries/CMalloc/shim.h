// mallopt and its settings; Swift's Glibc module leaves malloc.h out.
#include <malloc.h>
