/** Filters of Jinja and transformers that published chat templates use. Others work too and are looked at. */
export const USUAL_FILTERS: ReadonlySet<string> = new Set(
  (
    'abs batch capitalize count d default dictsort e escape first float forceescape format from_json groupby indent int ' +
    'items join last length list lower map max min pprint reject rejectattr replace reverse round safe select ' +
    'selectattr slice sort string strip sum title tojson trim truncate unique upper wordcount'
  ).split(' '),
)

/** Functions that chat templates call by name: what transformers, llama.cpp and vLLM put into the environment. */
export const USUAL_FUNCTIONS: ReadonlySet<string> = new Set(
  'range namespace dict raise_exception strftime_now loop caller super joiner cycler lipsum'.split(' '),
)

/** Attributes of Python objects that lead from a value to code, besides dunders (CPython: frames, code, functions, generators). */
export const GADGET_ATTRIBUTES: ReadonlySet<string> = new Set(
  (
    'mro func_globals func_code func_closure func_defaults im_class im_func im_self f_globals f_locals f_builtins f_code f_back ' +
    'gi_frame gi_code cr_frame cr_code ag_frame ag_code tb_frame tb_next co_code co_consts _TemplateReference__context ' +
    '_module _load_form_data'
  ).split(' '),
)

/** Dunders that only an escape needs; `__USER__` and `__end__` are tokens of models. */
export const GADGET_DUNDERS =
  /__(?:class|globals|builtins|import|subclasses|subclasshook|init|new|mro|base|bases|getattribute|getattr|getitem|dict|code|closure|reduce|reduce_ex|func|self|module|call|loader|spec|wrapped|kwdefaults|defaults|init_subclass|set_name|annotations)__/

/** Methods and functions that start programs, reach files or load code: no value of a conversation has them. */
export const DANGEROUS_CALLS: ReadonlySet<string> = new Set(
  (
    'popen system eval exec execfile compile open getattr setattr delattr globals locals vars import_module load_module ' +
    'exec_module spawn fork check_output check_call communicate Popen subprocess subclasses getoutput run_module input breakpoint ' +
    'urlopen urlretrieve get_data get_source walk_packages find_spec'
  ).split(' '),
)
