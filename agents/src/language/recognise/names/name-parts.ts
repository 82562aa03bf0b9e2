/** Written before a name: "Dr. Lund", "Mrs Wagner". */
export const isHonorific = (norm: string): boolean =>
  /^(mr|mrs|ms|miss|dr|prof|professor|sir|madam|herr|frau)$/.test(norm);

/** Small words inside a name: "Anna de Vries", "Jan van der Berg". */
export const isParticle = (norm: string): boolean =>
  /^(de|da|dos|das|del|della|di|du|la|le|van|von|vom|der|den|ten|ter|zu|zur|af|av|al|el|bin|bint|ibn|ben|mac|y|e|st)$/.test(
    norm,
  );
