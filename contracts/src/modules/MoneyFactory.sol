// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IMarketMaster} from "../interfaces/IMarketMaster.sol";
import {IRulebook} from "../interfaces/IRulebook.sol";
import {IMoneyRules} from "../interfaces/IRules.sol";
import {Link, Role} from "../libraries/Types.sol";
import {Ruled} from "./Ruled.sol";

/// @notice The rules of money (ERC-20), for the supplies of all trustees.
contract MoneyFactory is Ruled, IMoneyRules {
    /// @notice Money of a trustee whose supply is closed: suspended or revoked.
    error MoneyTrusteeNotActive(address trustee);
    /// @notice The investor's operator is not linked with the trustee.
    error MoneyNotLinked(address trustee, address operator);
    /// @notice Door to door only where the rulebook opens it ("money-transfers").
    error MoneyTransfersClosed();

    constructor(IMarketMaster master) Ruled(master) {}

    /// @inheritdoc IMoneyRules
    /// @dev R29: a valid identity at mint.
    function checkMint(address token, address to, uint256) external view {
        MASTER.requireActive(to);
        address trustee = MASTER.faceOf(token).trustee;
        address operator = MASTER.participant(to).parent;
        require(MASTER.linkOf(trustee, operator) == Link.Active, MoneyNotLinked(trustee, operator));
    }

    /// @inheritdoc IMoneyRules
    function checkMove(address token, address from, address to, uint256) external view {
        MASTER.requireActive(from);
        address trustee = MASTER.faceOf(token).trustee;
        require(MASTER.isActive(trustee), MoneyTrusteeNotActive(trustee));
        if (MASTER.roleOf(to) == Role.None) return; // into an instance: the instance has its own rules
        MASTER.requireActive(to);
        address rulebook = MASTER.running("rulebook");
        require(IRulebook(rulebook).figure("money-transfers", 0) == 1, MoneyTransfersClosed());
    }
}
