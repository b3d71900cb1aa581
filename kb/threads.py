"""One thread for one search: others are searching at the same time, and small matrices gain nothing."""

from functools import lru_cache


@lru_cache(maxsize=1)
def one_thread_each() -> None:
    """Keep linear algebra and FAISS from starting threads of their own; for the whole process, once."""
    import faiss
    import scipy.linalg.lapack  # noqa: F401  (what is not loaded yet can't be told)
    from threadpoolctl import threadpool_limits

    faiss.omp_set_num_threads(1)
    threadpool_limits(limits=1, user_api="blas")
