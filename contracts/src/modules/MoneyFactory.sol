// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IMarketMaster} from "../interfaces/IMarketMaster.sol";
import {IRulebook} from "../interfaces/IRulebook.sol";
import {IAwaits, IMoneyRules} from "../interfaces/IRules.sol";
import {Link} from "../libraries/Types.sol";
import {Ruled} from "./Ruled.sol";

/// @notice The rules of money (ERC-20), for the supplies of all trustees.
contract MoneyFactory is Ruled, IMoneyRules {
    /// @notice The instance waits for exactly so much of this money.
    error MoneyNotAwaited(address token, address instance, uint256 got, uint256 wanted);
    /// @notice The investor's operator is not linked with the trustee.
    error MoneyNotLinked(address trustee, address operator);
    /// @notice Door to door only where the rulebook opens it ("money-transfers").
    error MoneyTransfersClosed();

    constructor(IMarketMaster master) Ruled(master) {}

    /// @inheritdoc IMoneyRules
    /// @dev R29: a valid identity at mint. An instance gets exactly what it awaits: a payment that an issuer has declared.
    function checkMint(address token, address to, uint256 amount) external view {
        if (MASTER.templateOf(to) != address(0)) {
            uint256 awaited = IAwaits(to).moneyAwaited(token);
            require(awaited != 0 && amount == awaited, MoneyNotAwaited(token, to, amount, awaited));
            return;
        }
        MASTER.requireActive(to);
        address trustee = MASTER.faceOf(token).trustee;
        address operator = MASTER.participant(to).parent;
        require(MASTER.linkOf(trustee, operator) == Link.Active, MoneyNotLinked(trustee, operator));
    }

    /// @inheritdoc IMoneyRules
    function checkMove(address, address, address, uint256) external view {
        address rulebook = MASTER.running("rulebook");
        require(IRulebook(rulebook).figure("money-transfers", 0) == 1, MoneyTransfersClosed());
    }

    /// @inheritdoc IMoneyRules
    /// @dev The instance has rules of its own.
    function checkEntry(address, address, address, uint256) external view {}
}
