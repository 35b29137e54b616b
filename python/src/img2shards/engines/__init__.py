"""Engines that run the program on many machines: Spark, Ray and Dask (docs/cluster.md).

    download(…, distributor="pyspark")
        │  plan     how many shards there are, from the program's --dry-run
        │  tasks    ranges of shards                                           _tasks
        │  engine   each task on a worker, again if the worker dies            _spark, _ray, _dask
        │  worker   starts the program with its range, returns its summary     _worker
        │  rounds   tasks that failed for a temporary reason, again        _driver
        └  result   one start of the program over the finished dataset

No engine is imported before a call asks for it.
"""
