// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {Signer} from "../libraries/Types.sol";

/// @notice A client's door: two of {client, operator, trustee} may replace its signers, after a delay in which the client
/// can veto; after a second veto the regulator must be one of the two.
interface IRecoverable {
    /// @notice A guardian asked for `key` to replace the signers: the door's debits are frozen from now on.
    event RecoveryAsked(address indexed by, address indexed key, bytes32 x, bytes32 y);
    /// @notice A second guardian agreed: `complete` may be called from `readyAt` on.
    event RecoveryAgreed(address indexed by, uint64 readyAt);
    event RecoveryVetoed(uint8 vetoes);
    event RecoveryWithdrawn(address indexed by);
    event Recovered(address indexed key, bytes32 x, bytes32 y);

    error RecoveryNotAGuardian(address caller);
    error RecoveryUnderWay();
    error RecoveryNotAsked();
    error RecoveryOtherSigner(address got, address wanted);
    error RecoveryTwiceBySame(address guardian);
    error RecoveryTooEarly(uint64 readyAt, uint256 time);
    /// @notice The client has vetoed twice: the regulator must be one of the two.
    error RecoveryNeedsRegulator();

    /// @notice Called by a guardian's door: ask for `signer`, or agree with who asked for it.
    function recover(Signer calldata signer) external;
    /// @notice Called by the guardian that asked.
    function withdrawRecovery() external;
    /// @notice Called by anyone once the delay is over.
    function completeRecovery() external;
}
